// Tells about bans on the companies that are named as arguments.
const { connect } = require("@nats-io/transport-node");
const { jetstream, jetstreamManager, AckPolicy } = require("@nats-io/jetstream");

async function main(suppliers) {
  const nc = await connect({ servers: process.env.NATS_URL ?? "nats://127.0.0.1:4222" });
  process.on("SIGINT", () => nc.close());
  const name = "bans-on-my-suppliers-javascript";
  await (await jetstreamManager(nc)).consumers.add("RECORDS", {
    durable_name: name, filter_subject: "records.v1.event.ban", ack_policy: AckPolicy.Explicit,
  });
  const bans = await jetstream(nc).consumers.get("RECORDS", name);
  for await (const msg of await bans.consume()) {
    tell(msg.json(), suppliers);
    msg.ack();
  }
}

// tell prints the ban in a record, if it hits a supplier.
function tell({ type, data: ban }, suppliers) {
  if (type !== "gleaner.event.v1") return; // a tombstone
  const targets = ban.event.arguments.filter((a) => a.role === "target").map((a) => a.entity_id);
  for (const entity of ban.entities) {
    if (targets.includes(entity.id) && suppliers.includes(entity.name)) {
      console.log(`${entity.name}: ban ${ban.event.status}: ${ban.event.sentence.text} (${ban.article_id})`);
    }
  }
}

main(process.argv.slice(2)).catch((err) => {
  console.error(err.message);
  process.exit(1);
});
