package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"

	"gleaner/schemas"
)

// object is a part of an OpenAPI document; encoding sorts its keys.
type object = map[string]any

// openAPI returns the document of the console's HTTP API.
func openAPI(comments map[string]string) ([]byte, error) {
	components, err := components(comments)
	if err != nil {
		return nil, err
	}
	document := object{
		"openapi":           "3.1.0",
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"info": object{
			"title": "Gleaner console", "version": "v1",
			"description": "What is extracted from news articles: events, entities and articles of the console's index, and extraction on request. Within v1 changes are additive only.",
		},
		"security":   []object{{}, {"token": []string{}}},
		"paths":      paths(),
		"components": object{"schemas": components, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}}, "responses": object{"Problem": answer("The request was refused.", "Problem")}},
	}
	content, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the OpenAPI document: %w", err)
	}
	return append(content, '\n'), nil
}

// components are the schemas of all types that the API takes and gives.
func components(comments map[string]string) (object, error) {
	all := object{}
	for name, root := range map[string]any{
		"Article": schemas.Article{}, "Extraction": schemas.Extraction{}, "EventList": schemas.EventList{}, "EntityList": schemas.EntityList{},
		"EntityProfile": schemas.EntityProfile{}, "ArticleList": schemas.ArticleList{}, "EventTypeList": schemas.EventTypeList{}, "Problem": schemas.Problem{},
	} {
		reflector := &jsonschema.Reflector{CommentMap: comments, AllowAdditionalProperties: name != "Article", Mapper: enumerate}
		for name, definition := range reflector.Reflect(root).Definitions {
			content, err := json.Marshal(definition)
			if err != nil {
				return nil, fmt.Errorf("encode schema %s: %w", name, err)
			}
			all[name] = json.RawMessage(strings.ReplaceAll(string(content), "#/$defs/", "#/components/schemas/"))
		}
	}
	return all, nil
}

func paths() object {
	events := []object{
		query("type", "Event types; repeated, or separated by commas.", list(object{"type": "string"})),
		query("status", "Statuses; repeated, or separated by commas.", list(enum(schemas.Statuses()))),
		query("entity", "The id of an entity, or a part of a name.", object{"type": "string", "maxLength": 300}),
		query("source", "A source, or the beginning of one.", object{"type": "string", "maxLength": 300}),
		query("min_confidence", "The least confidence.", object{"type": "number", "minimum": 0, "maximum": 1}),
		query("since", "Published at that date or date-time or later; where the publication is not known, or lies in the future, the arrival counts.", object{"type": "string"}),
		query("until", "Published before that date or date-time.", object{"type": "string"}),
	}
	return object{
		"/v1/extract": object{"post": object{
			"operationId": "extract", "summary": "Extract entities and events from an article. Nothing is stored.",
			"requestBody": object{"required": true, "content": object{
				"application/json": object{"schema": reference("Article")},
				"text/plain":       object{"schema": object{"type": "string"}},
				"text/html":        object{"schema": object{"type": "string"}},
			}},
			"responses": object{
				"200": answer("What was found.", "Extraction"), "default": object{"$ref": "#/components/responses/Problem"},
			},
		}},
		"/v1/events":        get("listEvents", "Events, the newest first.", "EventList", append(events, paging()...)...),
		"/v1/entities":      get("findEntities", "Entities whose name has the text in it, the best first.", "EntityList", query("q", "A part of a name.", object{"type": "string", "maxLength": 300}), query("type", "Types of entities; repeated, or separated by commas.", list(enum(schemas.EntityTypes()))), paging()[0], paging()[1]),
		"/v1/entities/{id}": get("getEntity", "One entity: its names, partners and newest events.", "EntityProfile", identifier("The id of an entity.")),
		"/v1/articles":      get("listArticles", "Articles, those that arrived last first.", "ArticleList", append([]object{query("source", "A source, or the beginning of one.", object{"type": "string", "maxLength": 300}), query("q", "A part of the title.", object{"type": "string", "maxLength": 300})}, paging()...)...),
		"/v1/articles/{id}": article(),
		"/v1/types":         get("listTypes", "The event types: definitions, and how often each occurs.", "EventTypeList"),
	}
}

// article is the operation that answers in one of two formats.
func article() object {
	o := get("getArticle", "What was found in an article, with its text where that is kept.", "Extraction",
		identifier("The id of an article."), query("format", "json, or brat for standoff annotations.", object{"type": "string", "enum": []string{"json", "brat"}}))
	content := o["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
	content["text/plain"] = object{"schema": object{"type": "string"}}
	return o
}

func get(id, summary, schema string, parameters ...object) object {
	operation := object{
		"operationId": id, "summary": summary,
		"responses": object{"200": answer(summary, schema), "default": object{"$ref": "#/components/responses/Problem"}},
	}
	if len(parameters) > 0 {
		operation["parameters"] = parameters
	}
	return object{"get": operation}
}

func paging() []object {
	return []object{
		query("limit", "Items of a page.", object{"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
		query("cursor", "The next of the page before. It holds in the console that gave it, until that ends.", object{"type": "string"}),
	}
}

func query(name, about string, schema object) object {
	return object{"name": name, "in": "query", "description": about, "schema": schema}
}

func identifier(about string) object {
	return object{"name": "id", "in": "path", "required": true, "description": about, "schema": object{"type": "string"}}
}

func list(items object) object { return object{"type": "array", "items": items} }

func enum[T ~string](values []T) object { return object{"type": "string", "enum": values} }

func reference(name string) object { return object{"$ref": "#/components/schemas/" + name} }

func answer(about, schema string) object {
	return object{"description": about, "content": object{"application/json": object{"schema": reference(schema)}}}
}
