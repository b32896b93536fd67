package jetstream

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// authority issues certificates for a test and writes them to files.
type authority struct {
	t    *testing.T
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	a.cert, a.key = a.issue("ca", true)
	return a
}

// issue makes NAME.pem and NAME.key.
func (a *authority) issue(name string, ca bool) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: ca, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	parent, signer := a.cert, a.key
	if ca {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	a.write(name+".pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	a.write(name+".key", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}))
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return cert, key
}

func (a *authority) path(name string) string { return filepath.Join(a.dir, name) }

func (a *authority) write(name string, body []byte) string {
	a.t.Helper()
	if err := os.WriteFile(a.path(name), body, 0o600); err != nil {
		a.t.Fatal(err)
	}
	return a.path(name)
}

// TestTLS: with the right authority a client connects, mutually where the
// server asks for it; without it does not.
func TestTLS(t *testing.T) {
	files := newAuthority(t)
	files.issue("server", false)
	files.issue("client", false)
	for _, mutual := range []bool{false, true} {
		tls, err := server.GenTLSConfig(&server.TLSConfigOpts{
			CertFile: files.path("server.pem"), KeyFile: files.path("server.key"), CaFile: files.path("ca.pem"), Verify: mutual,
		})
		if err != nil {
			t.Fatal(err)
		}
		s, err := start(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true, JetStream: true, StoreDir: t.TempDir(), TLSConfig: tls, TLSTimeout: 5, TLS: true, TLSVerify: mutual})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Shutdown()
		ca := TLSConfig{CAFile: files.path("ca.pem")}
		both := TLSConfig{CAFile: files.path("ca.pem"), CertFile: files.path("client.pem"), KeyFile: files.path("client.key")}
		for name, k := range map[string]struct {
			tls TLSConfig
			ok  bool
		}{"nothing": {TLSConfig{}, false}, "authority": {ca, !mutual}, "certificate": {both, true}} {
			c, err := Connect(t.Context(), Config{URL: s.ClientURL(), TLS: k.tls, ConnectTimeout: 10 * time.Second})
			if (err == nil) != k.ok {
				t.Errorf("mutual %v, client with %s: %v", mutual, name, err)
			}
			if err == nil {
				_ = c.Close()
			} else if !strings.Contains(err.Error(), "TLS") && !strings.Contains(err.Error(), "certificate") {
				t.Errorf("mutual %v, client with %s: %v says nothing of TLS", mutual, name, err)
			}
		}
	}
}

// TestStartServerBeyond: what other machines can reach demands a login, and can
// speak TLS.
func TestStartServerBeyond(t *testing.T) {
	for _, host := range []string{"0.0.0.0", "::", "news.example"} {
		if _, err := StartServer(ServerConfig{StoreDir: t.TempDir(), Host: host, Port: -1}); err == nil || !strings.Contains(err.Error(), "a user and a password are needed") {
			t.Errorf("%s without a login: %v", host, err)
		}
	}
	files := newAuthority(t)
	files.issue("server", false)
	s, err := StartServer(ServerConfig{
		StoreDir: t.TempDir(), Host: "0.0.0.0", Port: -1, User: "gleaner", Password: "sesame",
		CertFile: files.path("server.pem"), KeyFile: files.path("server.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	cfg := Config{URL: strings.Replace(s.ClientURL(), "0.0.0.0", "127.0.0.1", 1), TLS: TLSConfig{CAFile: files.path("ca.pem")}, ConnectTimeout: 10 * time.Second}
	if _, err := Connect(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "check the user") {
		t.Errorf("without a password: %v", err)
	}
	cfg.User, cfg.Password = "gleaner", "sesame"
	c, err := Connect(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	inside, err := s.Connect(t.Context(), Config{User: "gleaner", Password: "sesame"})
	if err != nil {
		t.Fatal(err)
	}
	_ = inside.Close()
}

// TestNKey: a seed from a file or from the environment.
func TestNKey(t *testing.T) {
	pair, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	public, err := pair.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := pair.Seed()
	if err != nil {
		t.Fatal(err)
	}
	s, err := start(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true, JetStream: true, StoreDir: t.TempDir(), Nkeys: []*server.NkeyUser{{Nkey: public}}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	file := (&authority{t: t, dir: t.TempDir()}).write("seed", seed)
	for name, cfg := range map[string]Config{"file": {NKeyFile: file}, "environment": {NKeySeed: string(seed) + "\n"}} {
		cfg.URL = s.ClientURL()
		c, err := Connect(t.Context(), cfg)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = c.Close()
	}
	if _, err := Connect(t.Context(), Config{URL: s.ClientURL(), NKeySeed: "SUhunter2"}); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a wrong seed: %v", err)
	}
}

// TestCredentials: a .creds file of a server with an operator, or its content
// from the environment.
func TestCredentials(t *testing.T) {
	key := func(pair nkeys.KeyPair, err error) (nkeys.KeyPair, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		public, err := pair.PublicKey()
		if err != nil {
			t.Fatal(err)
		}
		return pair, public
	}
	operator, operatorID := key(nkeys.CreateOperator())
	account, accountID := key(nkeys.CreateAccount())
	user, userID := key(nkeys.CreateUser())
	claims := jwt.NewAccountClaims(accountID)
	claims.Limits.JetStreamLimits = jwt.JetStreamLimits{MemoryStorage: -1, DiskStorage: -1, Streams: -1, Consumer: -1}
	accountToken, err := claims.Encode(operator)
	if err != nil {
		t.Fatal(err)
	}
	userToken, err := jwt.NewUserClaims(userID).Encode(account)
	if err != nil {
		t.Fatal(err)
	}
	seed, err := user.Seed()
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.FormatUserConfig(userToken, seed)
	if err != nil {
		t.Fatal(err)
	}
	_, systemID := key(nkeys.CreateAccount())
	systemToken, err := jwt.NewAccountClaims(systemID).Encode(operator)
	if err != nil {
		t.Fatal(err)
	}
	resolver := &server.MemAccResolver{}
	for id, token := range map[string]string{accountID: accountToken, systemID: systemToken} {
		if err := resolver.Store(id, token); err != nil {
			t.Fatal(err)
		}
	}
	s, err := start(&server.Options{
		Host: "127.0.0.1", Port: -1, NoSigs: true, JetStream: true, StoreDir: t.TempDir(),
		TrustedOperators: []*jwt.OperatorClaims{jwt.NewOperatorClaims(operatorID)}, AccountResolver: resolver, SystemAccount: systemID,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	file := (&authority{t: t, dir: t.TempDir()}).write("user.creds", text)
	for name, cfg := range map[string]Config{"file": {Credentials: file}, "environment": {CredentialsText: string(text)}} {
		cfg.URL = s.ClientURL()
		c, err := Connect(t.Context(), cfg)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = c.Close()
	}
}
