package console

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const testToken = "correct horse battery"

func TestAccess(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	refuse := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	for _, c := range []struct {
		name   string
		access Access
		host   string
		header http.Header
		ok     bool
	}{
		{"this machine", Access{}, "127.0.0.1:4280", nil, true},
		{"this machine by name", Access{}, "localhost:4280", nil, true},
		{"this machine, IPv6", Access{}, "[::1]:4280", nil, true},
		{"a page elsewhere that calls itself by this address", Access{}, "rebind.example.org:4280", nil, false},
		{"a name that was allowed", Access{Hosts: []string{"news.example.org"}}, "news.example.org", nil, true},
		{"no token", Access{Token: testToken}, "127.0.0.1", nil, false},
		{"wrong token", Access{Token: testToken}, "127.0.0.1", http.Header{"Authorization": {"Bearer correct horse batterx"}}, false},
		{"token", Access{Token: testToken}, "anything", http.Header{"Authorization": {"Bearer " + testToken}}, true},
		{"the token itself is no cookie", Access{Token: testToken}, "x", http.Header{"Cookie": {cookieName + "=" + url.QueryEscape(testToken)}}, false},
		{"cookie", Access{Token: testToken}, "x", http.Header{"Cookie": {cookieName + "=" + Access{Token: testToken}.pass()}}, true},
		{"proxy", Access{UserHeader: "X-User"}, "x", http.Header{"X-User": {"jane"}}, true},
		{"proxy without a user", Access{UserHeader: "X-User"}, "127.0.0.1", nil, false},
		{"proxy or token", Access{UserHeader: "X-User", Token: testToken}, "x", http.Header{"Authorization": {"Bearer " + testToken}}, true},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host, r.Header = c.host, c.header
		if r.Header == nil {
			r.Header = http.Header{}
		}
		w := httptest.NewRecorder()
		c.access.guard(ok, refuse).ServeHTTP(w, r)
		if got := w.Code == http.StatusTeapot; got != c.ok {
			t.Errorf("%s: let in %v, want %v", c.name, got, c.ok)
		}
	}
}

func TestAccessAddress(t *testing.T) {
	open := &net.TCPAddr{IP: net.IPv4zero, Port: 4280}
	if err := (Access{}).checkAddress(open); err == nil || err.(*AccessError).Hint() == "" {
		t.Errorf("listening for everybody gives %v", err)
	}
	for _, a := range []Access{{Token: testToken}, {UserHeader: "X-User"}} {
		if err := a.checkAddress(open); err != nil {
			t.Errorf("%+v: %v", a, err)
		}
	}
	if err := (Access{}).checkAddress(&net.TCPAddr{IP: net.IPv6loopback}); err != nil {
		t.Error(err)
	}
	if _, err := New(Config{Feed: newTape(), Engine: parrot{}, Index: testIndex(t, 1), Brat: fakeBrat, Access: Access{Token: "short"}}); err == nil {
		t.Error("a token of five characters was taken")
	}
}

// TestLogin: the page asks for the token, sets a cookie and lets in.
func TestLogin(t *testing.T) {
	c := startConsole(t, newTape(), func(cfg *Config) { cfg.Access.Token = testToken })
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	do := func(r *http.Request, err error) *http.Response {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		return answer
	}
	if a := do(http.NewRequest("GET", c.url+"/live", nil)); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/login?to=%2Flive" {
		t.Errorf("a page gives %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := do(http.NewRequest("GET", c.url+"/v1/events", nil)); a.StatusCode != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("the API gives %d", a.StatusCode)
	}
	if a := do(http.NewRequest("GET", c.url+"/healthz", nil)); a.StatusCode != http.StatusOK {
		t.Errorf("the health gives %d", a.StatusCode)
	}
	script, err := http.NewRequest("GET", c.url+"/live/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	script.Header.Set("Sec-Fetch-Mode", "cors")
	if a := do(script, nil); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a script gives %d", a.StatusCode)
	}
	login := func(token string) *http.Response {
		r, err := http.NewRequest("POST", c.url+"/login", strings.NewReader(url.Values{"token": {token}, "to": {"/articles/a%2F1?why=1"}}.Encode()))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return do(r, err)
	}
	if a := login("wrong"); a.StatusCode != http.StatusUnauthorized || len(a.Cookies()) > 0 {
		t.Errorf("a wrong token gives %d and %v", a.StatusCode, a.Cookies())
	}
	a := login(testToken)
	if len(a.Cookies()) != 1 || !a.Cookies()[0].HttpOnly || a.Cookies()[0].SameSite != http.SameSiteLaxMode || a.Header.Get("Location") != "/articles/a%2F1?why=1" || strings.Contains(a.Cookies()[0].Value, "horse") {
		t.Fatalf("the login sets %v", a.Cookies())
	}
	r, err := http.NewRequest("GET", c.url+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(a.Cookies()[0])
	if a := do(r, nil); a.StatusCode != http.StatusOK {
		t.Errorf("with the cookie a page gives %d", a.StatusCode)
	}
}

// TestLocalAddress: a login leads to no other site.
func TestLocalAddress(t *testing.T) {
	for to, want := range map[string]string{
		"/live?type=ban&type=fine": "/live?type=ban&type=fine", "/articles/a%2Fb": "/articles/a%2Fb", "": "/", "live": "/",
		"//evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/", "https://evil.example/": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/",
		"/" + strings.Repeat("a", 5<<10): "/",
	} {
		if got := localAddress(to); got != want {
			t.Errorf("%.40q leads to %q, want %q", to, got, want)
		}
	}
}
