package schemas

import "fmt"

// Code says why an article could not be read or worked on. It is the last part
// of the subject of a dead letter.
type Code string

// The codes.
const (
	CodeEmptyBody         Code = "empty_body"
	CodeInvalidUTF8       Code = "invalid_utf8"
	CodeInvalidJSON       Code = "invalid_json"
	CodeUnknownField      Code = "unknown_field"
	CodeWrongType         Code = "wrong_type"
	CodeInvalidValue      Code = "invalid_value"
	CodeMissingText       Code = "missing_text"
	CodeTooLarge          Code = "too_large"
	CodeTooDeep           Code = "too_deep"
	CodeSentenceTooLong   Code = "sentence_too_long"
	CodeUnsupportedType   Code = "unsupported_type"
	CodeDamaged           Code = "damaged_archive"
	CodeTimeout           Code = "timeout"
	CodePanic             Code = "panic"
	CodeStageFailed       Code = "stage_failed"
	CodeAttemptsExhausted Code = "attempts_exhausted"
	// CodeRefused: the warehouse cannot take the record.
	CodeRefused Code = "refused"
	// CodeUnreadable: what is stored under the subject of a dead letter is none.
	// Nothing is sent with it; it is what readers say.
	CodeUnreadable Code = "unreadable"
)

// Codes lists every code.
func Codes() []Code {
	return []Code{
		CodeEmptyBody, CodeInvalidUTF8, CodeInvalidJSON, CodeUnknownField, CodeWrongType,
		CodeInvalidValue, CodeMissingText, CodeTooLarge, CodeTooDeep, CodeSentenceTooLong,
		CodeUnsupportedType, CodeDamaged, CodeTimeout, CodePanic, CodeStageFailed, CodeAttemptsExhausted,
		CodeRefused, CodeUnreadable,
	}
}

// FieldError is returned when an article breaks the contract or a stage cannot
// work on it. It names the field, the reason and the remedy; trying again
// cannot help.
type FieldError struct {
	// ArticleID is the id of the article, "" where it cannot be read.
	ArticleID string
	// Field is the path of the field in the article's JSON, "" for the whole body.
	Field string
	Code  Code
	// Stage is where it failed: the name of an extraction stage, "" while decoding.
	Stage string
	// Message says what is wrong, Hint what to do.
	Message string
	Hint    string
}

// Error says field, message and hint in one line.
func (e *FieldError) Error() string {
	where := e.Field
	if where == "" {
		where = "article"
	}
	if e.Hint == "" {
		return fmt.Sprintf("%s: %s", where, e.Message)
	}
	return fmt.Sprintf("%s: %s (%s)", where, e.Message, e.Hint)
}
