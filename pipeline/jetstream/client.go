package jetstream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
)

// Defaults of Config.
const (
	defaultConnectTimeout = 5 * time.Second
	defaultRequestTimeout = 10 * time.Second
)

// Client is a connection to NATS with JetStream. It is safe for concurrent use
// and reconnects for ever once connected.
type Client struct {
	nc      *nats.Conn
	js      js.JetStream
	cfg     Config
	denials *denials
	codec   *codec
	now     func() time.Time
}

// Connect reaches the server. It fails when there is none, or when it has no
// JetStream; the error says what to do.
func Connect(ctx context.Context, cfg Config) (*Client, error) {
	if cfg.URL == "" {
		return nil, fmt.Errorf("connect to NATS: no URL (set nats.url, for example %s)", nats.DefaultURL)
	}
	return connect(ctx, cfg)
}

// connect is Connect with options that are not for configuration files.
func connect(ctx context.Context, cfg Config, extra ...nats.Option) (*Client, error) {
	if cfg.ConnectTimeout <= 0 {
		cfg.ConnectTimeout = defaultConnectTimeout
	}
	if cfg.RequestTimeout <= 0 {
		cfg.RequestTimeout = defaultRequestTimeout
	}
	cfg.Streams = cfg.Streams.withDefaults()
	refused := &denials{}
	opts, err := cfg.options(refused)
	if err != nil {
		return nil, err
	}
	nc, err := cfg.dial(ctx, append(opts, extra...))
	if err != nil {
		return nil, hint(fmt.Errorf("connect to NATS at %s: %w", redact(cfg.URL), err))
	}
	api, err := js.New(nc, js.WithDefaultTimeout(cfg.RequestTimeout), js.WithPublishAsyncTimeout(cfg.RequestTimeout))
	if err == nil {
		_, err = api.AccountInfo(ctx)
	}
	if err != nil {
		nc.Close()
		return nil, hint(fmt.Errorf("reach JetStream at %s: %w", redact(cfg.URL), err))
	}
	return &Client{nc: nc, js: api, cfg: cfg, denials: refused, codec: newCodec(), now: time.Now}, nil
}

// connectAgain is how long dial waits between two tries.
const connectAgain = 250 * time.Millisecond

// dial makes the first connection.
func (c Config) dial(ctx context.Context, opts []nats.Option) (*nats.Conn, error) {
	end := time.Now().Add(c.ConnectTimeout)
	for told := false; ; told = true {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		nc, err := nats.Connect(c.URL, opts...)
		if err == nil || !c.Await || !isAway(err) || time.Until(end) < connectAgain {
			return nc, err
		}
		if !told {
			c.notify(ConnectionChange{URL: redact(c.URL), Err: err, Awaited: end})
		}
		select {
		case <-time.After(connectAgain):
		case <-ctx.Done():
		}
	}
}

// isAway says whether no server was reached, or whether its name is not known yet.
func isAway(err error) bool {
	var network net.Error
	return errors.Is(err, nats.ErrNoServers) || errors.As(err, &network)
}

// Close ends the connection. It is safe to call twice. Sources and sinks of
// the client are to be closed before.
func (c *Client) Close() error {
	c.nc.Close()
	return nil
}

// flush returns when the server has read what was sent so far.
func (c *Client) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	return c.nc.FlushWithContext(ctx)
}

// ask bounds one request to the server by RequestTimeout, however much time ctx
// leaves: an answer that was lost on the way is worth asking for again.
func (c *Client) ask(ctx context.Context, request func(context.Context) error) error {
	return within(ctx, c.cfg.RequestTimeout, request)
}

// transfer is ask for a request that moves so many bytes, which take longer.
func (c *Client) transfer(ctx context.Context, size int64, request func(context.Context) error) error {
	return within(ctx, c.cfg.RequestTimeout+time.Duration(size/slowestTransfer)*time.Second, request)
}

// slowestTransfer is how many bytes a second a large body moves at least, else
// the server counts as one that does not answer.
const slowestTransfer = 512 << 10

func within(ctx context.Context, limit time.Duration, request func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := request(limited)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("no answer within %s: %w", limit, nats.ErrTimeout)
	}
	return err
}

// options is the one set of connection options every client uses.
func (c Config) options(refused *denials) ([]nats.Option, error) {
	opts := []nats.Option{
		nats.Name(c.Name),
		nats.Timeout(c.ConnectTimeout),
		nats.MaxReconnects(-1),
		// A login that is refused again and again may have been changed on one side
		// only, so far: it is told of and tried again as any lost connection.
		nats.IgnoreAuthErrorAbort(),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, time.Second),
		// A record that cannot be sent now must fail now: the article is tried
		// again, and nothing waits in memory for a server that may not come back.
		nats.ReconnectBufSize(-1),
		nats.DisconnectErrHandler(func(nc *nats.Conn, err error) {
			c.notify(ConnectionChange{URL: redact(nc.ConnectedUrl()), Err: err})
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) {
			c.notify(ConnectionChange{Connected: true, URL: redact(nc.ConnectedUrl())})
		}),
		nats.ErrorHandler(func(nc *nats.Conn, _ *nats.Subscription, err error) {
			refused.notice(err)
			c.notify(ConnectionChange{Connected: nc.IsConnected(), URL: redact(nc.ConnectedUrl()), Err: hint(err)})
		}),
	}
	login, err := c.login()
	if err != nil {
		return nil, err
	}
	secure, err := c.TLS.options()
	if err != nil {
		return nil, err
	}
	if c.InboxPrefix != "" {
		opts = append(opts, nats.CustomInboxPrefix(c.InboxPrefix))
	}
	return append(append(opts, login...), secure...), nil
}

func (c Config) notify(change ConnectionChange) {
	if c.Notify != nil {
		c.Notify(change)
	}
}

// login picks the way to log in that is configured.
func (c Config) login() ([]nats.Option, error) {
	switch {
	case c.Credentials != "":
		return []nats.Option{nats.UserCredentials(c.Credentials)}, nil
	case c.CredentialsText != "":
		return []nats.Option{nats.UserCredentialBytes([]byte(c.CredentialsText))}, nil
	case c.NKeyFile != "":
		key, err := nats.NkeyOptionFromSeed(c.NKeyFile)
		if err != nil {
			return nil, fmt.Errorf("read NKEY seed from %s: %w", c.NKeyFile, err)
		}
		return []nats.Option{key}, nil
	case c.NKeySeed != "":
		return nkeyOption(c.NKeySeed)
	case c.User == "":
		return nil, nil
	case c.PasswordFile != "":
		return passwordOption(c.User, c.PasswordFile)
	}
	return []nats.Option{nats.UserInfo(c.User, c.Password)}, nil
}

// passwordOption logs in with the password that the file holds at that time, so
// that a changed one is found when the server wants it.
func passwordOption(user, file string) ([]nats.Option, error) {
	secret, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the password of user %s: %w", user, err)
	}
	return []nats.Option{nats.UserInfoHandler(func() (string, string) {
		if again, err := os.ReadFile(file); err == nil {
			secret = again
		}
		return user, strings.TrimSpace(string(secret))
	})}, nil
}

// nkeyOption logs in with an NKEY seed. Its errors do not show the seed.
func nkeyOption(seed string) ([]nats.Option, error) {
	pair, err := nkeys.FromSeed([]byte(strings.TrimSpace(seed)))
	if err != nil {
		return nil, errors.New("read the NKEY seed from the environment: it is no seed (it begins with SU)")
	}
	public, err := pair.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("read the NKEY seed from the environment: %w", err)
	}
	return []nats.Option{nats.Nkey(public, pair.Sign)}, nil
}

func (t TLSConfig) options() ([]nats.Option, error) {
	var opts []nats.Option
	if (t.CertFile == "") != (t.KeyFile == "") {
		return nil, fmt.Errorf("TLS: a certificate needs its key and the other way round (cert %q, key %q)", t.CertFile, t.KeyFile)
	}
	for _, path := range []string{t.CAFile, t.CertFile, t.KeyFile} {
		if path == "" {
			continue
		}
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("TLS: %w", err)
		}
	}
	if t.CAFile != "" || t.CertFile != "" {
		opts = append(opts, nats.Secure(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	if t.CAFile != "" {
		opts = append(opts, nats.RootCAs(t.CAFile))
	}
	if t.CertFile != "" {
		opts = append(opts, nats.ClientCert(t.CertFile, t.KeyFile))
	}
	return opts, nil
}

// redact removes user and password from URLs separated by commas.
func redact(urls string) string {
	parts := strings.Split(urls, ",")
	for i, part := range parts {
		if u, err := url.Parse(strings.TrimSpace(part)); err == nil && u.User != nil {
			u.User = nil
			parts[i] = u.String()
		} else if at := strings.LastIndex(part, "@"); at >= 0 {
			parts[i] = part[at+1:]
		}
	}
	return strings.Join(parts, ",")
}
