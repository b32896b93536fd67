package doc

import "fmt"

// Reject is returned by a stage when the article breaks a limit, so that no
// later attempt can succeed. The engine passes field, code and hint on.
type Reject struct {
	// Field of the article concerned: "text" or "html".
	Field string
	// Code is one of the codes of package schemas, for example "sentence_too_long".
	Code string
	// Message says what is wrong, Hint what to do.
	Message, Hint string
}

// Error says field and message.
func (r *Reject) Error() string { return fmt.Sprintf("%s: %s", r.Field, r.Message) }
