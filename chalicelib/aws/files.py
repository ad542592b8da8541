"""S3: objects, and presigned links for what is too large for the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, Any

from chalicelib.errors import NotFound, Unavailable

PART = 8 << 20  # bytes; the service wants five million at least


class Files:
    """Objects of a bucket by key."""

    def __init__(self, client: Callable[[], Any]) -> None:
        self._client = client

    def put(
        self, bucket: str, key: str, content: bytes | IO[bytes], content_type: str = "application/octet-stream"
    ) -> None:
        """Store an object: its bytes, or a file open at its start."""
        self._call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=content_type)

    def write(self, bucket: str, key: str, pieces: Iterable[bytes], content_type: str) -> None:
        """Store an object of any length in bounded memory; what a broken one leaves, the bucket's rule clears away."""
        whole = _parts_of(pieces)
        first = next(whole, b"")
        if len(first) < PART:
            return self.put(bucket, key, first, content_type)
        place = {"Bucket": bucket, "Key": key}
        upload = {**place, "UploadId": self._call(
            "create_multipart_upload", ContentType=content_type, **place)["UploadId"]}
        parts = []
        for number, part in enumerate(chain([first], whole), 1):
            answer = self._call("upload_part", PartNumber=number, Body=part, **upload)
            parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self._call("complete_multipart_upload", MultipartUpload={"Parts": parts}, **upload)
        return None

    def get(self, bucket: str, key: str, limit: int = 0) -> bytes:
        """An object whole, or its first `limit` bytes; NotFound where there is none."""
        extra = {"Range": f"bytes=0-{limit - 1}"} if limit else {}
        body = self._call("get_object", Bucket=bucket, Key=key, **extra)["Body"]
        return self._told(body.read)

    def chunks(self, bucket: str, key: str, size: int = 1 << 18) -> Iterator[bytes]:
        """An object in pieces, so that a large one needs little memory."""
        body = self._call("get_object", Bucket=bucket, Key=key)["Body"]
        while piece := self._told(lambda: body.read(size)):
            yield piece

    def size(self, bucket: str, key: str) -> int:
        """Bytes of an object; NotFound where there is none."""
        return int(self._call("head_object", Bucket=bucket, Key=key)["ContentLength"])

    def download_link(self, bucket: str, key: str, name: str, seconds: int = 900) -> str:
        """A presigned link that saves the object under a name (ASCII-safe, never shown inline)."""
        safe = "".join(letter if letter.isalnum() or letter in " ._-" else "_" for letter in name)[:120]
        plain = safe.encode("ascii", "replace").decode().replace("?", "_") or "file"
        params = {"Bucket": bucket, "Key": key, "ResponseContentDisposition": f'attachment; filename="{plain}"',
                  "ResponseContentType": "application/octet-stream"}
        link: str = self._client().generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)
        return link

    def upload_form(self, bucket: str, key: str, limit: int, seconds: int = 3600) -> dict[str, Any]:
        """A presigned POST `{url, fields}` that takes one object of at most `limit` bytes at this key."""
        form: dict[str, Any] = self._client().generate_presigned_post(
            bucket, key, Conditions=[["content-length-range", 0, limit]], ExpiresIn=seconds)
        return form

    def names(self, bucket: str, prefix: str, after: str = "", limit: int = 1000) -> list[str]:
        """Keys below a prefix in their order, those after `after`, so many at most."""
        extra = {"StartAfter": after} if after else {}
        answer = self._call("list_objects_v2", Bucket=bucket, Prefix=prefix, MaxKeys=limit, **extra)
        return [each["Key"] for each in answer.get("Contents") or ()]

    def erase(self, bucket: str, place: str) -> int:
        """An object by its key, or all below a prefix that ends with `/`, with every version; how many went."""
        if not place.strip("/"):
            raise ValueError("not the whole bucket")
        done = 0
        while True:
            answer = self._call("list_object_versions", Bucket=bucket, Prefix=place)
            found = [*(answer.get("Versions") or ()), *(answer.get("DeleteMarkers") or ())]
            wanted = [each for each in found if place.endswith("/") or each["Key"] == place]
            if not wanted:
                return done
            listed = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in wanted]
            failed = self._call("delete_objects", Bucket=bucket, Delete={"Objects": listed, "Quiet": True})
            if failed.get("Errors"):
                raise Unavailable("The file store did not take every deletion")
            done += len(wanted)

    def _told(self, read: Callable[[], bytes]) -> bytes:
        """A connection that breaks while an object is read is an outage like any other."""
        from botocore.exceptions import BotoCoreError
        try:
            return read()
        except BotoCoreError as error:
            raise Unavailable("The file store does not answer") from error

    def _call(self, operation: str, **request: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError
        try:
            return getattr(self._client(), operation)(**request)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404", "NotFound"):
                raise NotFound("There is no such file") from error
            raise Unavailable("The file store does not answer") from error
        except BotoCoreError as error:
            raise Unavailable("The file store does not answer") from error


def _parts_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of one size, the last one shorter or empty."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART:
            yield bytes(waiting[:PART])
            del waiting[:PART]
    if waiting:
        yield bytes(waiting)
