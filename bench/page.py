"""`docs/performance.md` and its pictures: put together from what the benchmarks kept, by `make reference` too."""

from __future__ import annotations

from pathlib import Path

from bench import cold_start, cost, operations, pipeline_page, targets

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURES = DOCS / "performance.md", DOCS / "pictures"
INTRO = """# What it costs and how fast it is

<!-- Generated from bench/results.json by `make reference`; `make bench` and its sisters measure anew. -->

Everything here was measured, nothing on AWS: no latency of Lambda, API Gateway or DynamoDB is in any figure. Calls and
capacity are what AWS would see and bill; CPU is ours and the SDK's; times only orient, and compare within one table.

- **Where.** Requests pass the whole HTTP edge in process (`app(event, context)`), messages and stream batches the
  functions' own entrances. The configuration is read once, as in a warm function.
- **DynamoDB** is DynamoDB Local, Amazon's own engine, with the table of `infra/storage.yaml`. Capacity is what it
  reports, put right where it tells less than AWS bills: a read that finds nothing, and transactions, whose equal parts
  it counts once; these are computed item by item (`bench/capacity.py`, held against the engine by a test).
- **SQS, SES and S3** are the real SDK clients, answered in process before the request leaves (`bench/wire.py`).
- **The companies** have people, companies, notes and tasks in skewed proportions: a third of the people belong to no
  company, few companies are large, most people have little history. Twelve reps, four routing rules, six scoring rules,
  a form, a saved view and a report. They are made by the production code (`bench/chunks.py`; a test compares
  every item) and put into the engine's file as it would do it itself (`bench/engine_file.py`; held against the engine's
  own rows by a test, and at each build). The million are contacts alone, without
  companies and history; they are in the tables of growth. *4,000th page*: the last whole one where there are fewer.
- **CPU** is the process's, medians of up to 100 runs; *bare SDK* is the SDK's own client with the same calls without
  us, in turns with ours; lists and the record are held against their one Query or GetItem. *Eight at once*: eight
  processes, as eight warm functions, on the same cores as the engine.
- **Derive** rows are what a change costs after its request: the stream pays, nobody waits.
"""
SECTIONS = (targets, operations, cold_start, pipeline_page, cost)


def page() -> str:
    """The whole page."""
    parts = [INTRO, *(each.section() for each in SECTIONS)]
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def write() -> None:
    """The page and its pictures."""
    PAGE.write_text(page())
    PICTURES.mkdir(exist_ok=True)
    for name, picture in operations.pictures().items():
        (PICTURES / name).write_text(picture)
    print("docs/performance.md")


if __name__ == "__main__":
    write()
