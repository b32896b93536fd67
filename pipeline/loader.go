package pipeline

import "context"

// Loader is implemented by a Delivery whose body is kept elsewhere, because it
// is too large for a message or a line. Run calls Load before Body.
type Loader interface {
	// Load brings the body. A *schemas.FieldError or a Permanent error means
	// that no later attempt can bring it. Loading twice is harmless.
	Load(context.Context) error
	// PayloadRef names where the body is kept, for the dead letter; empty when
	// Body holds all of it.
	PayloadRef() string
}
