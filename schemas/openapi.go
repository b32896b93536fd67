package schemas

import _ "embed"

//go:embed openapi.json
var openAPI []byte

// OpenAPI returns the OpenAPI 3.1 document of the console's HTTP API. It is
// generated from the Go types (go generate ./schemas). The caller must not
// change it.
func OpenAPI() []byte { return openAPI }
