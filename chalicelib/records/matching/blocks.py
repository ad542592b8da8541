"""Block keys: under which few, selective names look-alikes meet, though names are misspelt, swapped or missing."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.records.matching.matching import Profile
from chalicelib.records.matching.words import mailbox, sound

MOST_READ, MOST_KEYS = 50, 10


def block_keys(profile: Profile) -> list[str]:
    """`<rule>#<value>`, the most telling first, 10 at most."""
    return list(dict.fromkeys(_keys(profile)))[:MOST_KEYS]


def share(keys: int) -> int:
    """How many rows of each block may be read, so that all together are 50 at most."""
    return MOST_READ // keys if keys else 0


def _keys(profile: Profile) -> Iterator[str]:
    for address in profile.get("emails", [])[:2]:
        yield f"email#{'@'.join(mailbox(address))}"
    for number in profile.get("phones", [])[:2]:
        yield f"phone#{number[-8:]}"
    yield from _organisation(profile)
    yield from _person(profile)


def _organisation(profile: Profile) -> Iterator[str]:
    if profile.get("domain"):
        yield f"domain#{profile['domain']}"
    if profile.get("name"):
        name = profile["name"]
        yield f"name#{sound(name)}{len(name.split())}"
        yield f"sorted#{' '.join(sorted(name.split()))[:12]}"


def _person(profile: Profile) -> Iterator[str]:
    """Two parts that err independently make a key, so one wrong part leaves others."""
    sounds = sorted(sound(profile[part]) for part in ("given", "family") if profile.get(part))
    birthday, place = profile.get("birthday"), profile.get("postcode") or profile.get("city", "")[:5]
    if birthday:
        yield f"birthday#{birthday}"
    if len(sounds) == 2:
        yield f"names#{'+'.join(sounds)}"
    if profile.get("street"):
        yield f"street#{profile.get('house', '')} {sound(profile['street'])}"
    if place:
        yield from (f"place#{place}+{each[:4]}" for each in sounds)
    if profile.get("company"):
        yield from (f"company#{profile['company'][-30:]}+{each[:3]}" for each in sounds[-1:])
