"""Countries of ISO 3166-1: alpha-2 codes, English names and the other names that forms and files bring."""

from __future__ import annotations

from functools import cache

from chalicelib.records.fields.text import clean, fold

_NAMES = """
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola
AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan
BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi
BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BT Bhutan
BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos (Keeling) Islands|CD DR Congo
CF Central African Republic|CG Congo|CH Switzerland|CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon|CN China
CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany
DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara
ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France
GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland
GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands
GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras
HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India
IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya
KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait
KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho
LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin
MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands
MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia
MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway
NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea
PH Philippines|PK Pakistan|PL Poland|PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal
PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|SB Solomon Islands
SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia
SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador
SX Sint Maarten|SY Syria|SZ Eswatini|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo
TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye
TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands
US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City|VC Saint Vincent and the Grenadines|VE Venezuela
VG British Virgin Islands|VI U.S. Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|YT Mayotte
ZA South Africa|ZM Zambia|ZW Zimbabwe
"""
_OTHER_NAMES = """
AE UAE|AE Emirates|AT Österreich|AT Oesterreich|BA Bosnia|BE Belgien|BE Belgique|BE België
BO Plurinational State of Bolivia|BR Brasil|BN Brunei Darussalam|CD Democratic Republic of the Congo
CD Congo, Democratic Republic of the|CG Republic of the Congo|CH Schweiz|CH Suisse|CH Svizzera|CI Ivory Coast
CN People's Republic of China|CN PRC|CV Cabo Verde|CZ Czech Republic|CZ Tschechien|DE Deutschland
DE Federal Republic of Germany|DE Allemagne|DK Danmark|DK Dänemark|ES España|ES Spanien|FI Suomi|FI Finnland
FR Frankreich|GB UK|GB U.K.|GB Great Britain|GB Britain|GB England|GB Scotland|GB Wales|GB Northern Ireland
GB Großbritannien|GB Vereinigtes Königreich|GB United Kingdom of Great Britain and Northern Ireland|GR Griechenland
GR Hellas|HK Hong Kong SAR|HR Kroatien|HU Ungarn|IE Republic of Ireland|IE Irland|IR Islamic Republic of Iran
IR Iran, Islamic Republic of|IT Italia|IT Italien|KP Democratic People's Republic of Korea|KR Korea
KR Republic of Korea|KR Korea, Republic of|LA Lao People's Democratic Republic|LU Luxemburg|MD Republic of Moldova
MD Moldova, Republic of|MK Macedonia|MM Burma|MO Macau|MX México|NL Holland|NL The Netherlands|NL Niederlande
NL Nederland|NO Norge|NO Norwegen|PL Polen|PL Polska|PS State of Palestine|RU Russian Federation|RU Russland
SE Sverige|SE Schweden|SY Syrian Arab Republic|SZ Swaziland|TL East Timor|TR Turkey|TR Türkei
TW Taiwan, Province of China|TZ United Republic of Tanzania|US USA|US U.S.A.|US U.S.|US United States of America
US America|US Vereinigte Staaten|VA Holy See|VE Bolivarian Republic of Venezuela|VN Viet Nam
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    """(code, name) of a table above."""
    return [(entry[:2], entry[3:]) for line in table.split("\n") for entry in line.split("|") if entry]


@cache
def country_names() -> dict[str, str]:
    """English names by alpha-2 code."""
    return dict(_pairs(_NAMES))


@cache
def _codes() -> dict[str, str]:
    """Codes by every known name, folded."""
    named = {fold(name): code for code, name in [*_pairs(_OTHER_NAMES), *_pairs(_NAMES)]}
    return {**named, **{code.lower(): code for code in country_names()}}


def country_code(text: str) -> str | None:
    """The alpha-2 code of a code or name in any case, or None."""
    return _codes().get(fold(clean(text).replace("’", "'"))) if len(text) <= 80 else None
