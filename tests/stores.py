"""A store of files that speaks S3, on this computer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

BUCKET = "archive"


class Store(NamedTuple):
    """A client of it, and the environment in which programs find it."""

    client: Any
    environment: dict[str, str]


@contextmanager
def running_store() -> Iterator[Store]:
    """Start a store with one empty bucket."""
    for package in ("moto.server", "s3fs", "boto3"):
        pytest.importorskip(package, reason=f"{package} is not installed: pip install -e '.[dev]'")
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    client = boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=BUCKET)
    try:
        yield Store(client, environment)
    finally:
        client.close()
        server.stop()


def objects(client: Any, prefix: str) -> dict[str, bytes]:
    """All files below a prefix, by their names there."""
    listing = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
    names = [about["Key"] for about in listing]
    return {
        name.removeprefix(prefix): client.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in names
    }
