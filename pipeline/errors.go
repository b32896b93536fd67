package pipeline

import "errors"

// permanentError marks an error that trying again cannot mend.
type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }
func (e *permanentError) Unwrap() error { return e.err }

// Permanent marks err as one that trying again cannot mend. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanentError{err}
}

// IsPermanent says whether err, or one it wraps, was marked by Permanent.
func IsPermanent(err error) bool {
	var p *permanentError
	return errors.As(err, &p)
}

// partlyWritten marks an error of Sink.Write after which some records are stored.
type partlyWritten struct{ err error }

func (e *partlyWritten) Error() string { return e.err.Error() }
func (e *partlyWritten) Unwrap() error { return e.err }

// PartlyWritten marks an error of Sink.Write after which some records of the
// article are stored and its article record is not. Run does not give such an
// article up while the error may pass: nothing would retract what is stored.
// PartlyWritten(nil) is nil.
func PartlyWritten(err error) error {
	if err == nil {
		return nil
	}
	return &partlyWritten{err}
}

// IsPartlyWritten says whether err, or one it wraps, was marked by PartlyWritten.
func IsPartlyWritten(err error) bool {
	var p *partlyWritten
	return errors.As(err, &p)
}

// ErrAlive is returned when a job is being run by another process.
var ErrAlive = errors.New("the job is being run")
