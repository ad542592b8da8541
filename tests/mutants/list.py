"""Every mutant. A new one: add it to the list that it fits, run `make mutants ONLY=...` with a word of its name."""

from __future__ import annotations

from tests.mutants import again, aside, figures, once, people, retold, returning, rights, roundabout, strangers

MUTANTS = [*rights.MUTANTS, *once.MUTANTS, *figures.MUTANTS, *strangers.MUTANTS, *retold.MUTANTS, *again.MUTANTS, *people.MUTANTS,
           *returning.MUTANTS, *roundabout.MUTANTS, *aside.MUTANTS]
