package main

import (
	"encoding/json"
	"fmt"

	"gleaner/schemas"
)

// channel is one family of subjects of the wire contract.
type channel struct {
	name, prefix, parameter, about string
	// enum are the values that the last token may have, where that is a closed list.
	enum []string
	// messages by name.
	messages []string
	// operation is what Gleaner does: "receive" articles, "send" records.
	operation, summary string
}

var channels = []channel{
	{"rawArticles", schemas.SubjectRaw, "source", "The feed, for example reuters.", nil,
		[]string{"articleJSON", "articleText", "articleHTML"}, "receive", "Gleaner reads articles as they come in."},
	{"backfillArticles", schemas.SubjectBackfill, "job", "The name of the archive.", nil,
		[]string{"articleJSON", "articleText", "articleHTML"}, "receive", "Gleaner reads articles of archives, beside the news."},
	{"events", schemas.SubjectEvent, "type", "The event type, for example ban.", nil,
		[]string{"event", "tombstone"}, "send", "Gleaner publishes an event, or retracts one."},
	{"entities", schemas.SubjectEntity, "type", "The entity type.", entityTypes(),
		[]string{"entity", "tombstone"}, "send", "Gleaner publishes an entity of an article, or retracts one."},
	{"articles", schemas.SubjectArticle, "id", "The article's id as one token.", nil,
		[]string{"article"}, "send", "Gleaner publishes the article record, when all others of the article are stored."},
	{"deadLetters", schemas.SubjectDead, "reason", "Why, a code of a closed list.", codes(),
		[]string{"deadLetter"}, "send", "Gleaner stores an article that could not be worked on."},
	{"skippedArticles", schemas.SubjectSkipped, "reason", "Why, for example unsupported_language.", nil,
		[]string{"deadLetter"}, "send", "Gleaner stores an article that was left out."},
}

func entityTypes() []string {
	var out []string
	for _, t := range schemas.EntityTypes() {
		out = append(out, string(t))
	}
	return out
}

func codes() []string {
	var out []string
	for _, c := range schemas.Codes() {
		out = append(out, string(c))
	}
	return out
}

// asyncAPI writes the AsyncAPI 3 document of every subject. It refers to the
// JSON Schema files beside it.
func asyncAPI() ([]byte, error) {
	inChannels, operations := object{}, object{}
	for _, c := range channels {
		messages, refs := object{}, []any{}
		for _, m := range c.messages {
			messages[m] = object{"$ref": "#/components/messages/" + m}
			refs = append(refs, object{"$ref": fmt.Sprintf("#/channels/%s/messages/%s", c.name, m)})
		}
		parameter := object{"description": c.about}
		if c.enum != nil {
			parameter["enum"] = c.enum
		}
		inChannels[c.name] = object{
			"address": c.prefix + "{" + c.parameter + "}", "messages": messages, "parameters": object{c.parameter: parameter},
			"servers": []any{object{"$ref": "#/servers/nats"}},
		}
		operations[c.operation+"_"+c.name] = object{
			"action": c.operation, "summary": c.summary, "channel": object{"$ref": "#/channels/" + c.name}, "messages": refs,
		}
	}
	document := object{
		"asyncapi": "3.0.0",
		"info": object{
			"title": "Gleaner", "version": "1.0.0", "license": object{"name": "Apache-2.0"},
			"description": "Articles in, records out, over NATS JetStream. Operations are Gleaner's own: it receives articles and sends records. " +
				"Records come at least once; equal CloudEvent ids are equal records. " + generated,
		},
		"defaultContentType": "application/cloudevents+json",
		"servers":            object{"nats": object{"host": "localhost:4222", "protocol": "nats", "description": "NATS with JetStream; streams ARTICLES, BACKFILL, RECORDS, DEAD, SKIPPED."}},
		"channels":           inChannels,
		"operations":         operations,
		"components": object{"messages": object{
			"articleJSON": object{"contentType": "application/json", "summary": "An article.", "payload": object{"$ref": "./article.schema.json"}},
			"articleText": object{"contentType": "text/plain", "summary": "The text of an article; the header Content-Type is required.", "payload": object{"type": "string"}},
			"articleHTML": object{"contentType": "text/html", "summary": "The page of an article; the header Content-Type is required.", "payload": object{"type": "string"}},
			"event":       record(schemas.TypeEvent, "event_record", "An event with its article and the entities it refers to."),
			"entity":      record(schemas.TypeEntity, "entity_record", "An entity of an article."),
			"article":     record(schemas.TypeArticle, "article_record", "An article is done: the events and entities that stand."),
			"tombstone":   record(schemas.TypeTombstone, "tombstone", "An event or entity that no longer stands."),
			"deadLetter":  record(schemas.TypeDead, "dead_letter", "An article with why it was not worked on."),
		}},
	}
	body, err := json.MarshalIndent(document, "", "  ")
	return append(body, '\n'), err
}

// record is a message that holds a CloudEvent of one type.
func record(typ, schema, summary string) object {
	return object{
		"name": typ, "summary": summary, "contentType": "application/cloudevents+json",
		"headers": object{"type": "object", "properties": object{
			"Nats-Msg-Id": object{"type": "string", "description": "The CloudEvent's id."},
		}},
		"payload": object{"allOf": []any{
			object{"$ref": "./cloudevent.schema.json"},
			object{"type": "object", "properties": object{
				"type": object{"const": typ},
				"data": object{"$ref": "./" + schema + ".schema.json"},
			}},
		}},
	}
}
