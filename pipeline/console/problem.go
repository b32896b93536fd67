package console

import (
	"context"
	"errors"
	"net/http"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// requestError is a request that cannot be answered, with the HTTP status.
type requestError struct {
	status              int
	code, message, hint string
}

func (e *requestError) Error() string { return e.message }

var (
	errNoPage      = &requestError{http.StatusNotFound, "not_found", "there is nothing here", "start from the overview"}
	errNoOperation = &requestError{http.StatusNotFound, "not_found", "the API has no such operation", "GET /v1/openapi.json lists them"}
	errNoType      = &requestError{http.StatusNotFound, "not_found", "there is no event type of that name, and no event has it", "see the list of types"}
	errGone        = &requestError{http.StatusNotFound, "not_found", "the console does not hold this, or holds it no more",
		"it keeps the newest articles only: raise console.articles to keep more"}
	errBusy = &requestError{http.StatusServiceUnavailable, "busy", "as many articles as this console can read at a time are being read", "try again in a moment"}
)

// problem is an error as an answer: what is not meant for people is kept from them.
func (c *Console) problem(r *http.Request, err error) (int, schemas.Problem) {
	var request *requestError
	var field *schemas.FieldError
	var skip *pipeline.Skip
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, errNotFound):
		request = errGone
	case errors.As(err, &request):
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, schemas.Problem{Code: string(schemas.CodeTooLarge), Message: "the article is larger than 16 MiB", Hint: "split the article or send its text without the page"}
	case errors.As(err, &field):
		return statusOf(field.Code), schemas.Problem{Code: string(field.Code), Field: field.Field, Message: line(field.Message, 400), Hint: line(field.Hint, 300)}
	case errors.As(err, &skip):
		return http.StatusUnprocessableEntity, schemas.Problem{Code: skip.Reason, Message: line(skip.Message, 400), Hint: "start the console with --language any to read everything"}
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusUnprocessableEntity, schemas.Problem{Code: string(schemas.CodeTimeout), Message: "the article takes too long to read", Hint: "split the article"}
	case r.Context().Err() != nil:
		return 499, schemas.Problem{Code: "cancelled", Message: "the request was given up"}
	default:
		c.cfg.Log.Error().Err(err).Str("path", r.URL.Path).Msg("the console could not answer")
		return http.StatusInternalServerError, schemas.Problem{Code: "internal", Message: "this went wrong here, not with you", Hint: "the log of the console says more"}
	}
	return request.status, schemas.Problem{Code: request.code, Message: request.message, Hint: request.hint}
}

// statusOf is the HTTP status of a code.
func statusOf(code schemas.Code) int {
	switch code {
	case schemas.CodeTooLarge:
		return http.StatusRequestEntityTooLarge
	case schemas.CodeUnsupportedType:
		return http.StatusUnsupportedMediaType
	case schemas.CodeStageFailed, schemas.CodePanic, schemas.CodeSentenceTooLong, schemas.CodeTimeout:
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadRequest
}

func (c *Console) problemPage(w http.ResponseWriter, r *http.Request, err error) {
	status, p := c.problem(r, err)
	c.render(w, r, status, "problem", "Not found", struct {
		schemas.Problem
		Status int
	}{p, status})
}

func (c *Console) problemJSON(w http.ResponseWriter, r *http.Request, err error) {
	status, p := c.problem(r, err)
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, status, p)
}
