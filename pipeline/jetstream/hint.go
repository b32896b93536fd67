package jetstream

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// hinted is an error with what the operator can do about it, in brackets.
type hinted struct {
	error
	advice string
}

func (h *hinted) Error() string { return fmt.Sprintf("%v (%s)", h.error, h.advice) }
func (h *hinted) Unwrap() error { return h.error }

// hint adds to an error what the operator can do about it.
func hint(err error) error {
	var advice string
	switch {
	case err == nil:
		return nil
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		advice = "check the user, password or credentials file"
	case errors.Is(err, nats.ErrPermissionViolation):
		advice = "the account may not do this: see its permissions on the server"
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, nats.ErrNoServers):
		advice = "is NATS running there? `gleaner up` starts one on this machine"
	case errors.Is(err, js.ErrJetStreamNotEnabled), errors.Is(err, js.ErrJetStreamNotEnabledForAccount):
		advice = "start the server with JetStream: `nats-server -js`, or jetstream {} in its configuration"
	case errors.Is(err, js.ErrNoStreamResponse), errors.Is(err, nats.ErrNoResponders):
		advice = "no stream takes it: run `gleaner streams apply`, or mend the subject"
	case errors.Is(err, js.ErrStreamNotFound), errors.Is(err, js.ErrBucketNotFound):
		advice = "no stream takes it: run `gleaner streams apply`"
	case hasCode(err, errCodeReplicasNotSupported):
		advice = "copies need a cluster of that many servers: use --replicas 1 here"
	case isStreamFull(err):
		advice = "the stream is full: raise its max bytes or the disk, or shorten what it keeps"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout), errors.Is(err, js.ErrAsyncPublishTimeout):
		advice = "no answer in time: is the server overloaded, without a JetStream leader, or does the account forbid it?"
	case errors.Is(err, nats.ErrDisconnected), errors.Is(err, nats.ErrReconnectBufExceeded):
		advice = "the connection is lost and comes back on its own when the server does"
	default:
		return err
	}
	return &hinted{err, advice}
}

// MayPass says whether an error is one of the connection or of a server that
// does not answer, so that the same may well succeed in a while.
func MayPass(err error) bool {
	for _, passing := range []error{nats.ErrTimeout, nats.ErrDisconnected, nats.ErrReconnectBufExceeded, nats.ErrConnectionReconnecting, js.ErrNoStreamResponse, context.DeadlineExceeded} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}

// Error codes of the JetStream API that the client library does not name.
const (
	errCodeStoreFailed          js.ErrorCode = 10077 // also: maximum bytes or messages exceeded
	errCodeInsufficientResource js.ErrorCode = 10023
	errCodeStorageExceeded      js.ErrorCode = 10047
	errCodeReplicasNotSupported js.ErrorCode = 10074
)

func isStreamFull(err error) bool {
	return hasCode(err, errCodeStoreFailed, errCodeInsufficientResource, errCodeStorageExceeded)
}

// hasCode says whether err is an answer of JetStream with one of the codes.
func hasCode(err error, codes ...js.ErrorCode) bool {
	var api *js.APIError
	if !errors.As(err, &api) {
		return false
	}
	for _, c := range codes {
		if api.ErrorCode == c {
			return true
		}
	}
	return false
}
