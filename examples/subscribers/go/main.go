// Command bans tells about bans on the companies that are named as arguments.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := watch(ctx, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func watch(ctx context.Context, suppliers []string) error {
	nc, err := nats.Connect(cmp.Or(os.Getenv("NATS_URL"), nats.DefaultURL))
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	consumer, err := js.CreateOrUpdateConsumer(ctx, "RECORDS", jetstream.ConsumerConfig{
		Durable: "bans-on-my-suppliers-go", FilterSubject: "records.v1.event.ban", AckPolicy: jetstream.AckExplicitPolicy,
	})
	if err != nil {
		return err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tell(msg.Data(), suppliers); err != nil {
			return err
		}
		if err := msg.Ack(); err != nil {
			return err
		}
	}
}

// tell prints the ban in a message, if it hits a supplier.
func tell(body []byte, suppliers []string) error {
	var record schemas.CloudEvent
	var ban schemas.EventRecord
	if err := json.Unmarshal(body, &record); err != nil {
		return err
	}
	if record.Type != schemas.TypeEvent {
		return nil // a tombstone
	}
	if err := json.Unmarshal(record.Data, &ban); err != nil {
		return err
	}
	for _, e := range ban.Entities {
		hit := slices.ContainsFunc(ban.Event.Arguments, func(a schemas.Argument) bool { return a.Role == "target" && a.EntityID == e.ID })
		if hit && slices.Contains(suppliers, e.Name) {
			fmt.Printf("%s: ban %s: %s (%s)\n", e.Name, ban.Event.Status, ban.Event.Sentence.Text, ban.Article.ID)
		}
	}
	return nil
}
