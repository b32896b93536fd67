package jetstream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"gleaner/pipeline"
)

// ServerConfig tells how to run a NATS server inside this process.
type ServerConfig struct {
	// StoreDir is where JetStream keeps its files; it is made when missing.
	StoreDir string
	// Host and Port are where it listens. Default 127.0.0.1:4222; Port -1 takes a free one.
	// What listens beyond this machine demands a login: User and Password.
	Host string
	Port int
	// User and Password are demanded of every client, where they are set.
	User, Password string
	// CertFile and KeyFile, PEM, make connections over the network use TLS.
	CertFile, KeyFile string
	// InProcess opens no port: only Server.Connect reaches it.
	InProcess bool
}

const (
	// serverMaxPayload is the size of message the embedded server takes, the
	// most that NATS recommends.
	serverMaxPayload = 8 << 20
	// serverStart is how long it may take to read the files of its streams, and
	// readyStep how long a failure to start goes unnoticed.
	serverStart = 20 * time.Second
	readyStep   = 100 * time.Millisecond
)

// Server is a NATS server with JetStream inside this process.
type Server struct {
	nats *server.Server
	lock *os.File // of its folder; nil for none
	once sync.Once
}

// storeLock is the file in StoreDir that the server has locked while it runs.
const storeLock = "lock"

// StartServer starts a server and returns when it takes connections. It fails
// with a hint when the port is taken, StoreDir cannot be written, or another
// server of this kind has its files there.
func StartServer(cfg ServerConfig) (*Server, error) {
	if cfg.StoreDir == "" {
		return nil, errors.New("start NATS server: no folder to keep its files in")
	}
	opts := &server.Options{
		ServerName: "gleaner",
		Host:       cfg.Host,
		Port:       cfg.Port,
		DontListen: cfg.InProcess,
		JetStream:  true,
		StoreDir:   cfg.StoreDir,
		MaxPayload: serverMaxPayload,
		MaxPending: 64 << 20,
		NoSigs:     true,
		NoLog:      true,
		Username:   cfg.User,
		Password:   cfg.Password,
		// What was acknowledged shall outlive a crash of the machine within this time.
		SyncInterval: 10 * time.Second,
	}
	if opts.Host == "" {
		opts.Host = "127.0.0.1"
	}
	if opts.Port == 0 {
		opts.Port = server.DEFAULT_PORT
	}
	if !cfg.InProcess && !IsLoopback(opts.Host) && (cfg.User == "" || cfg.Password == "") {
		return nil, fmt.Errorf("start NATS server: %s can be reached from other machines, so a user and a password are needed (or listen on 127.0.0.1)", opts.Host)
	}
	if cfg.CertFile != "" || cfg.KeyFile != "" {
		var err error
		opts.TLSConfig, err = server.GenTLSConfig(&server.TLSConfigOpts{CertFile: cfg.CertFile, KeyFile: cfg.KeyFile})
		if err != nil {
			return nil, fmt.Errorf("start NATS server: certificate: %w", err)
		}
	}
	if err := checkPort(cfg, opts); err != nil {
		return nil, err
	}
	lock, err := lockStore(opts.StoreDir)
	if err != nil {
		return nil, err
	}
	s, err := start(opts)
	if err != nil {
		_ = lock.Close() // nothing was written to it
		return nil, err
	}
	s.lock = lock
	return s, nil
}

// lockStore makes the folder and takes it for this process: two servers that
// write the same files destroy them, and NATS does not notice.
func lockStore(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("start NATS server: make its folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, storeLock), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, fmt.Errorf("start NATS server: is its folder writable? %w", err)
	}
	if err := pipeline.LockFile(f); err != nil {
		_ = f.Close() // nothing was written to it
		return nil, fmt.Errorf("start NATS server: %w", folderInUse(dir))
	}
	return f, nil
}

// folderInUse is a folder in which another server keeps its files.
type folderInUse string

func (dir folderInUse) Error() string {
	return fmt.Sprintf("another process uses the folder %s", string(dir))
}

// Hint says what to do.
func (folderInUse) Hint() string {
	return "end that process or connect to its server, or choose another folder with --data"
}

// start runs a server with any options.
func start(opts *server.Options) (*Server, error) {
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("start NATS server: %w", err)
	}
	fatal := &fatalLog{first: make(chan string, 1)}
	s.SetLoggerV2(fatal, false, false, false)
	started := make(chan struct{})
	go func() { s.Start(); close(started) }()
	for deadline := time.Now().Add(serverStart); time.Now().Before(deadline); {
		if s.ReadyForConnections(readyStep) {
			<-started
			return &Server{nats: s}, nil
		}
		select {
		case message := <-fatal.first:
			s.Shutdown()
			return nil, fmt.Errorf("start NATS server: %s (is its folder %s writable and its port free?)", message, opts.StoreDir)
		default:
		}
	}
	s.Shutdown()
	return nil, fmt.Errorf("start NATS server: not ready after %s", serverStart)
}

// IsLoopback says whether only this machine can reach the host.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// checkPort fails early, for the server itself only logs that its port is taken.
func checkPort(cfg ServerConfig, opts *server.Options) error {
	if cfg.InProcess || opts.Port < 0 {
		return nil
	}
	addr := net.JoinHostPort(opts.Host, strconv.Itoa(opts.Port))
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("start NATS server: %w (is another server running there? choose another address, or use that server)", err)
	}
	return l.Close()
}

// ClientURL is where other programs connect; empty when InProcess.
func (s *Server) ClientURL() string {
	if s.nats.Addr() == nil {
		return ""
	}
	return s.nats.ClientURL()
}

// Connect reaches the server without the network; cfg.URL is not needed.
func (s *Server) Connect(ctx context.Context, cfg Config) (*Client, error) {
	cfg.URL = ""
	return connect(ctx, cfg, nats.InProcessServer(s.nats))
}

// Shutdown stops the server and returns when its files are closed. It is safe to call twice.
func (s *Server) Shutdown() {
	s.once.Do(s.nats.Shutdown)
	s.nats.WaitForShutdown()
	if s.lock != nil {
		_ = s.lock.Close() // nothing was written to it; a second time does nothing
	}
}

// fatalLog is the server's logger. It keeps the first fatal message and drops
// the rest.
type fatalLog struct{ first chan string }

func (l *fatalLog) Fatalf(format string, v ...any) {
	select {
	case l.first <- fmt.Sprintf(format, v...):
	default:
	}
}

func (*fatalLog) Noticef(string, ...any) {}
func (*fatalLog) Warnf(string, ...any)   {}
func (*fatalLog) Errorf(string, ...any)  {}
func (*fatalLog) Debugf(string, ...any)  {}
func (*fatalLog) Tracef(string, ...any)  {}
