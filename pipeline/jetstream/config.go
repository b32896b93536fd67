// Package jetstream brings articles from and records to NATS JetStream. It is
// the only package that knows NATS.
package jetstream

import "time"

// Config tells how to reach the server. Only URL is required.
type Config struct {
	// URL is one server or several, separated by commas.
	URL string
	// Name is what the server's monitoring shows for this client.
	Name string
	// Credentials is the path of a .creds file.
	Credentials string
	// NKeyFile is the path of a file that holds an NKEY seed.
	NKeyFile string
	// User and PasswordFile are the other way to log in.
	User, PasswordFile string
	// CredentialsText, NKeySeed and Password hold what the files would, for
	// callers that got it from the environment. They are never part of an error.
	CredentialsText, NKeySeed, Password string
	// InboxPrefix begins the subjects of answers. Default "_INBOX"; an account
	// that may only subscribe to a prefix of its own cannot read the answers to others.
	InboxPrefix string
	// TLS is used when one of its fields is set, or the URL begins with tls://.
	TLS TLSConfig
	// Compression is how articles and records are compressed that this client
	// sends: Gzip, Zstd, or NoCompression, the default. Readers need to know
	// HeaderEncoding then.
	Compression string
	// Streams says what ApplyStreams makes.
	Streams StreamsConfig
	// ConnectTimeout bounds the first connection. Default 5s.
	ConnectTimeout time.Duration
	// Await tries the first connection again until ConnectTimeout when no server
	// is there yet, instead of failing at once. Notify is told so once.
	Await bool
	// RequestTimeout bounds each request to the server. Default 10s.
	RequestTimeout time.Duration
	// Notify, where set, is told of lost and regained connections, by a goroutine
	// of the client.
	Notify func(ConnectionChange)
}

// TLSConfig names PEM files.
type TLSConfig struct {
	// CAFile holds the authorities to trust instead of those of the system.
	CAFile string
	// CertFile and KeyFile are the client's own, for mutual TLS.
	CertFile, KeyFile string
}

// ConnectionChange is a lost or regained connection, or, with Connected and Err,
// what the server refuses on one that goes on.
type ConnectionChange struct {
	Connected bool
	// Awaited, where set, says that there was no connection yet, and until when it is tried.
	Awaited time.Time
	// URL is the server's, without user information.
	URL string
	// Err is why the connection was lost, if that is known, or what is refused.
	Err error
}
