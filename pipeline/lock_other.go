//go:build !unix

package pipeline

import "os"

// LockFile does nothing: this system has no lock that ends with the process.
func LockFile(*os.File) error { return nil }
