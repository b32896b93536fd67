package jetstream

import "context"

// ServerConfig tells how to run a NATS server inside this process.
type ServerConfig struct {
	// StoreDir is where JetStream keeps its files; it is made when missing.
	StoreDir string
	// Host and Port are where it listens. Default 127.0.0.1:4222; Port -1 takes a free one.
	Host string
	Port int
	// InProcess opens no port: only Server.Connect reaches it.
	InProcess bool
}

// Server is a NATS server with JetStream inside this process.
type Server struct{}

// StartServer starts a server and returns when it takes connections. It fails
// with a hint when the port is taken or StoreDir cannot be written.
func StartServer(cfg ServerConfig) (*Server, error) { return nil, nil }

// ClientURL is where other programs connect; empty when InProcess.
func (s *Server) ClientURL() string { return "" }

// Connect reaches the server without the network; cfg.URL is not needed.
func (s *Server) Connect(ctx context.Context, cfg Config) (*Client, error) { return nil, nil }

// Shutdown stops the server and returns when its files are closed. It is safe to call twice.
func (s *Server) Shutdown() {}
