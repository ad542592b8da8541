"""S3: objects, and presigned links for what is too large for the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

from chalicelib.errors import NotFound, Unavailable


class Files:
    """Objects of a bucket by key."""

    def __init__(self, client: Callable[[], Any]) -> None:
        self._client = client

    def put(
        self, bucket: str, key: str, content: bytes | IO[bytes], content_type: str = "application/octet-stream"
    ) -> None:
        """Store an object: its bytes, or a file open at its start."""
        self._call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=content_type)

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
