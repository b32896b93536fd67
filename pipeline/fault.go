package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"gleaner/schemas"
)

// fault is why an article could not be worked on, and where.
type fault struct {
	stage string
	code  schemas.Code
	field string
	// articleID is set where the error says which article it is about.
	articleID string
	hint      string
	permanent bool
	// partly says that some records of the article are stored, and not all.
	partly bool
	// skip is set when the article is to be left out, which is no failure.
	skip *Skip
	err  error
}

// newFault sorts an error: a *schemas.FieldError, a panic and what Permanent
// marked cannot be mended by trying again, everything else may pass.
func newFault(stage string, err error) *fault {
	f := &fault{stage: stage, code: schemas.CodeAttemptsExhausted, err: err, partly: IsPartlyWritten(err)}
	var field *schemas.FieldError
	var panicked *panicError
	switch {
	case errors.As(err, &f.skip):
		f.articleID, f.permanent = f.skip.ArticleID, true
	case errors.As(err, &field):
		f.code, f.field, f.hint, f.permanent = field.Code, field.Field, field.Hint, true
		f.articleID = field.ArticleID
		f.stage = cmp.Or(field.Stage, stage)
	case errors.As(err, &panicked):
		f.code, f.permanent = schemas.CodePanic, true
		f.hint = "this is a fault of the program: keep the dead letter for its developers"
	case IsPermanent(err):
		f.code, f.permanent = schemas.CodeStageFailed, true
	case errors.Is(err, context.DeadlineExceeded):
		f.code = schemas.CodeTimeout
		f.hint = "raise the time limit per article, or split the article"
	}
	return f
}

// exhausted is the fault of an article that has come so many times and is not
// worked on again: the one it had here last, if that is known.
func exhausted(attempts int, last *fault) *fault {
	if last == nil {
		return &fault{
			stage: "extract", code: schemas.CodeAttemptsExhausted, permanent: true,
			hint: "look for workers that were killed, ran out of memory or could not store dead letters, then send the article again",
			err:  fmt.Errorf("delivered %d times before and never settled for good; this worker has seen none of that and knows no error", attempts),
		}
	}
	f := *last
	if !f.permanent {
		f.permanent, f.err = true, fmt.Errorf("%d attempts failed, the last one seen here: %w", attempts, last.err)
	}
	return &f
}

// panicError is a panic of the work on one article.
type panicError struct {
	value any
	stack []byte
}

// Error holds the stack, for a dead letter is where it is looked for.
func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }
