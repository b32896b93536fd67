"""Tells about bans on the companies that are named as arguments."""

import asyncio
import json
import os
import sys

import nats


async def main(suppliers):
    nc = await nats.connect(os.environ.get("NATS_URL", "nats://127.0.0.1:4222"))
    bans = await nc.jetstream().pull_subscribe("records.v1.event.ban", durable="bans-on-my-suppliers-python", stream="RECORDS")
    while True:
        try:
            messages = await bans.fetch(10, timeout=5)
        except nats.errors.TimeoutError:
            continue
        for msg in messages:
            tell(json.loads(msg.data), suppliers)
            await msg.ack()


def tell(record, suppliers):
    """Prints the ban in a record, if it hits a supplier."""
    if record["type"] != "gleaner.event.v1":
        return  # a tombstone
    ban = record["data"]
    targets = {a.get("entity_id") for a in ban["event"]["arguments"] if a["role"] == "target"}
    for entity in ban["entities"]:
        if entity["id"] in targets and entity["name"] in suppliers:
            print(f"{entity['name']}: ban {ban['event']['status']}: {ban['event']['sentence']['text']} ({ban['article_id']})", flush=True)


try:
    asyncio.run(main(sys.argv[1:]))
except KeyboardInterrupt:
    pass
