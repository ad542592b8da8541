"""What people with a grant on `privacy` ask for: find, export, erase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.errors import FieldError, Forbidden, Invalid, NotFound
from chalicelib.ids import is_id
from chalicelib.privacy import finding, needles, people
from chalicelib.records import jobs, permissions, service, traces
from chalicelib.records.permissions import Actor, Scope, system
from chalicelib.records.work import Collision, Work, retried
from chalicelib.store import keys

if TYPE_CHECKING:
    from chalicelib.crm import Crm

Record = dict[str, Any]
MOST_ALSO = 50


def require(crm: Crm, actor: Actor, action: str) -> None:
    """Forbidden without a grant on all of `privacy`."""
    type = crm.registry.named("erasure")
    if permissions.require_type(actor, type, action) < Scope.ALL:
        raise Forbidden("This needs a grant on all of `privacy`")


def find(crm: Crm, actor: Actor, q: str) -> Record:
    """Everything about a person, by id, email, phone number or name."""
    require(crm, actor, "read")
    return finding.find(crm, actor, q)


def preview(crm: Crm, actor: Actor, payload: object) -> Record:
    """What an erasure would do: who is the person, what would be emptied and cleaned, by type."""
    require(crm, actor, "create")
    asked = _asked(crm, payload)
    found = finding.about(crm, _subjects(crm, asked))
    gone = frozenset(each["id"] for each in found.people)
    goes: Counter[str] = Counter(each["type"] for each in found.people)
    stays: Counter[str] = Counter()
    for record in found.related:
        type = crm.registry.named(record["type"])
        (goes if traces.belongs(type, record, gone) else stays)[type.name] += 1
    return {"people": [finding.told(crm, actor, each) for each in found.people], "erased": dict(goes),
            "cleaned": dict(stays), "more": found.more,
            "note": "Beside these, texts, journals and files that name the person are looked for and cleaned"}


def erase(crm: Crm, actor: Actor, payload: object) -> Record:
    """The receipt and the job of an erasure; the same again while it runs. Conflict for who is erased already."""
    require(crm, actor, "create")
    asked = _asked(crm, payload)
    standing = _standing(crm, asked["subject_id"])
    if standing and standing["state"] == "running":
        return retried(lambda: resumed(crm, standing["id"]))
    subjects = _subjects(crm, asked)
    id = _receipt_id(crm, subjects[0])
    same = people.same(crm, [each for each in subjects if each["type"] in ("contact", "lead")])
    told = needles.Needles()
    for each in same:
        told = told.joined(needles.of(traces.images(each, traces.history(crm, each["id"]))))
    work = Work(crm, actor)
    job = jobs.begin(work, "erase_person", {"erasure": id})
    work.create("erasure", {
        "subject_id": subjects[0]["id"], "subject_ids": [each["id"] for each in subjects], "state": "running",
        "reason": told.perhaps.sub(needles.ERASED, asked["reason"]), "job_id": job["id"]}, id=id)
    try:
        work.commit()
    except Collision as collision:
        if not any(label.startswith("new") for label in collision.labels):
            raise
    return crm.table.get(keys.record(id), consistent=True) or {}


def _receipt_id(crm: Crm, subject: Record) -> str:
    """One receipt for one subject: its id follows from the subject's, whose shell keeps when it was made."""
    return crm.ids.derived("era", subject["id"], subject["created_at"])


def _standing(crm: Crm, subject_id: str) -> Record | None:
    """The erasure that this subject has already."""
    subject = crm.table.get(keys.record(subject_id), consistent=True)
    return crm.table.get(keys.record(_receipt_id(crm, subject)), consistent=True) if subject else None


def resumed(crm: Crm, id: str) -> Record:
    """An erasure that stands already; where its job was cancelled or failed, another one goes on."""
    standing = crm.table.get(keys.record(id), consistent=True) or {}
    job = crm.table.get(keys.record(str(standing.get("job_id"))), consistent=True) or {"state": "failed"}
    if standing.get("state") != "running" or job["state"] not in jobs.ENDED:
        return standing
    work = Work(crm, system("erasure"))
    following = jobs.begin(work, "erase_person", {"erasure": id}, owner_id=standing["created_by"])
    after = work.change(standing, {"job_id": following["id"]})
    work.commit()
    return after


def receipt(crm: Crm, actor: Actor, id: str) -> Record:
    """An erasure as it stands."""
    return service.get(crm, actor, crm.registry.named("erasure"), id, consistent=True)


def export(crm: Crm, actor: Actor, payload: object) -> Record:
    """A job that packs everything about a person into one archive."""
    require(crm, actor, "read")
    subject = people.subject(crm, _object(payload, {"subject_id"}).get("subject_id"))
    return jobs.start(crm, actor, "export_person", {"subject": subject["id"], "asked_by": actor.id})


def exported(crm: Crm, actor: Actor, id: str) -> Record:
    """Such a job, with a link to the archive (good for 15 minutes) when it is done."""
    require(crm, actor, "read")
    job = crm.table.get(keys.record(id), consistent=True) if is_id(id, "job") else None
    if job is None or job.get("what") != "export_person":
        raise NotFound("There is no such export")
    key = str((job.get("result") or {}).get("key") or "")
    ready = key and job["state"] == "done"
    url = crm.files.download_link(crm.settings.files_bucket, key, "person.zip") if ready else None
    return {"id": job["id"], "subject_id": job["arguments"]["subject"], "state": job["state"],
            "message": job.get("message"), "created_at": job["created_at"], "created_by": job["created_by"],
            "records": (job.get("result") or {}).get("records"), "files": (job.get("result") or {}).get("files"),
            "left_out": (job.get("result") or {}).get("left_out"), "download_url": url}


def _object(payload: object, names: set[str]) -> Mapping[str, Any]:
    if not isinstance(payload, Mapping):
        raise Invalid.one("body", "invalid_type", "Send a JSON object")
    unknown = [FieldError(str(name)[:60], "unknown_field", "There is no such field") for name in payload
               if name not in names]
    if unknown:
        raise Invalid(unknown)
    return payload


def _asked(crm: Crm, payload: object) -> Record:
    given = _object(payload, {"subject_id", "reason", "also"})
    errors, reason, also = [], given.get("reason"), given.get("also") or []
    if not isinstance(reason, str) or not 1 <= len(reason.strip()) <= 500:
        errors.append(FieldError("reason", "required", "Why they are erased: 1 to 500 characters, on the receipt"))
    if not isinstance(also, list) or len(also) > MOST_ALSO:
        errors.append(FieldError("also", "invalid_list", f"Ids of other records, {MOST_ALSO} at most"))
    else:
        errors += [FieldError(f"also[{place}]", "wrong_type", "This must be the id of a record with data of people")
                   for place, id in enumerate(also) if not _erasable(crm, id)]
    if not is_id(given.get("subject_id"), "con") and not is_id(given.get("subject_id"), "lea"):
        errors.append(FieldError("subject_id", "wrong_type", "This must be the id of a contact or a lead"))
    if errors:
        raise Invalid(errors)
    return {"subject_id": given["subject_id"], "reason": str(reason).strip(), "also": also}


def _erasable(crm: Crm, id: object) -> bool:
    type = crm.registry.of(id) if is_id(id) and isinstance(id, str) else None
    return bool(type and not type.configuration and type.name not in ("erasure", "job", "import", "company"))


def _subjects(crm: Crm, asked: Mapping[str, Any]) -> list[Record]:
    subject = people.subject(crm, asked["subject_id"])
    wanted = [id for id in asked["also"] if id != subject["id"]]
    found = crm.table.get_many([keys.record(id) for id in wanted], consistent=True) if wanted else {}
    missing = [FieldError(f"also[{place}]", "not_found", "There is no such record")
               for place, id in enumerate(asked["also"]) if id != subject["id"] and keys.record(id) not in found]
    if missing:
        raise Invalid(missing)
    return [subject, *(each for each in found.values() if not each.get("erased_at"))]
