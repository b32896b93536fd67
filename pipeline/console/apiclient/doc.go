// Package apiclient is a client of the console's HTTP API, generated from its
// OpenAPI document. It proves that the document says what the console does,
// and is an example of what other languages generate.
package apiclient

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -generate types,client -package apiclient -o client.go ../../../schemas/openapi.json
