"""Names of Central Europe in Windows-1250 are told from those of the West in Windows-1252."""

from __future__ import annotations

import pytest

from chalicelib.records.imports import csv_files

CENTRAL = {
    "Czech": "Řehoř Dvořák,Jiří Kučera,Zdeněk Růžička,Růžena Němcová,Věra Černá,Bedřich Krejčí,Ondřej Sedláček,Matěj Vaněk,Tomáš Kříž,Štěpán Šimek",
    "Slovak": "Ľubomír Kováč,Ján Ďurica,Mária Kučerová,Peter Horváth,Miloš Krajčí,Ľudmila Čechová,Božena Kráľová,Marek Baláž",
    "Slovenian": "Marko Kovačič,Ana Hočevar,Jože Božič,Irena Černe,Luka Zupančič,Nina Potočnik,Jan Žagar,Maja Čeh,Matej Šuštar,Tina Kočevar",
    "Croatian": "Ivan Horvatić,Ana Kovačević,Marko Jurić,Luka Perić,Petra Đurđević,Josip Marić",
    "Hungarian": "Győző Erdős,Ernő Szőke,László Szűcs,Gergő Mező,Jenő Lőrincz,Zoltán Kőszegi,Éva Fűrész,Sándor Tóth,Dezső Kővári,Katalin Nagy",
    "Romanian": "Călin Pătraşcu,Mihai Băsescu,Niţă Constanţa,Ştefan Bogăţeanu,Şerban Dănilă,Ion Ţepeş,Andrei Văcărescu,Raluca Stănescu,Ana Moraru",
    "Polish": "Lech Wałęsa,Paweł Wiśniewski,Michał Gałąź,Łukasz Żak,Agnieszka Dąbrowska,Stanisław Koński,Małgorzata Kuźnia,Jan Kowalski"}
WESTERN = {
    "French": "Hélène Lefèvre,Irène Brûlé,Noël Guèye,Loïc Dupré,François Bœuf,Anaïs Le Goñi,Zoïa Poète,Maïeul Où,Raphaèl Noèl,Benoît Père,Œdipe Sœur",
    "German": "Jörg Müßig,Änne Groß,Günther Öhlschläger,Käthe Weiß,Björn Schröder,Straße 5 €,20 m³,Zoë Böhm",
    "Spanish": "José María Núñez,Begoña Muñoz,Mª Ángeles Íñiguez,Iñaki Peña,nº 5 1º A,Martín Ibáñez,Mª José Güell,Antº Pérez,¿Qué?",
    "Catalan": "Mònica Òscar,Núria Vilà,Adrià Solé,Montserrat Puigdomènech,Jordi Roqué",
    "Portuguese": "João Simões,São Guimarães,Conceição Camões,Inês Leitão,Mãe Fernandes,Irmãs Falcão,Luís Romão",
    "Italian": "Niccolò Forlì,Mosè Mercalli,Noè Giosuè,Nicolò Pirlò,Cefalù Dì,Città Lunedì,Josuè Caffè,È Così",
    "Swedish": "Åsa Ångström,Björn Sjöström,Märta Öberg,Håkan Lindström,Göran Åkesson",
    "Norwegian": "Øystein Bøe,Øyvind Bjørnæs,Åse Øien,Tøien Høie,Søreøya Byøya,Kåre Kjærstad,Ærlend Røed,Sigrid Maiøy",
    "Danish": "Søren Kierkegård,Ærø Lilleø,Jørgen Æbelø,Øerne Vestergård,Børge Fænø,Øens Murer,Åge Bjærge,Pia Læsø",
    "Icelandic": "Þór Guðmundsson,Þorsteinn Sigþórsson,Hafþór Björnsson,Steinþór Ægisson,Íþróttafélag,Guðrún Alþingi",
    "Estonian": "Tõnis Põld,Õnne Kõiv,Rõõm Lõhmus,Võsu Jõgi,Mõtus Tõnu,Šmidt Žukov,Põldmäe Üllar",
    "Dutch": "Zoë Coëlho,Daniël Brûlée,Renée van Één,Joël Patiënt"}


def western(names: str, encoding: str) -> bool:
    return csv_files.is_western(f"Name;City\n{names.replace(',', ';x' + chr(10))};x\n".encode(encoding))


@pytest.mark.parametrize("language", CENTRAL)
def test_names_of_central_europe_are_no_western_ones(language: str) -> None:
    assert not western(CENTRAL[language], "cp1250")
    assert not western(CENTRAL[language].upper(), "cp1250")


@pytest.mark.parametrize("language", CENTRAL)
def test_few_names_are_enough(language: str) -> None:
    names = CENTRAL[language].split(",")
    pairs = [",".join(names[place:place + 4]) for place in range(len(names) - 3)]
    assert sum(not western(pair, "cp1250") for pair in pairs) >= len(pairs) * 0.8


@pytest.mark.parametrize("language", WESTERN)
def test_names_of_the_west_are_taken(language: str) -> None:
    for names in (WESTERN[language], WESTERN[language].upper().replace("Ÿ", "ÿ"), ",".join([WESTERN[language]] * 40)):
        assert western(names, "cp1252")


def test_a_foreign_name_or_two_among_many_are_taken() -> None:
    assert western(",".join([WESTERN["French"]] * 40) + ",Jean Øehoø,Anne Kovaèiè", "cp1252")
