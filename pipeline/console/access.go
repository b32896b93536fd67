package console

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Access says who may read. The zero value is for this machine alone.
type Access struct {
	// Token, where set, must come with every request: as "Authorization: Bearer
	// TOKEN", or as the cookie that the login page sets.
	Token string
	// UserHeader, where set, is the header in which a proxy names the user it has
	// let in. The proxy must drop that header from what it is sent, and be the
	// only way to the console.
	UserHeader string
	// Hosts are names, other than those of this machine, under which a console
	// without token and proxy is asked for. A request with another name is
	// refused, so that no page elsewhere can read through a name of its own.
	Hosts []string
}

const (
	minToken   = 16
	cookieName = "gleaner_console"
)

// AccessError is returned when a console would be open to others.
type AccessError struct{ message, hint string }

// Error says what is wrong.
func (e *AccessError) Error() string { return e.message }

// Hint says what to do.
func (e *AccessError) Hint() string { return e.hint }

// Check says whether a console may listen on the address with this access: it
// refuses to listen beyond this machine without authentication, and tokens
// that can be guessed. The error is an *AccessError.
func (a Access) Check(address net.Addr) error {
	if err := a.check(); err != nil {
		return err
	}
	return a.checkAddress(address)
}

func (a Access) check() error {
	if a.Token != "" && len(a.Token) < minToken {
		return &AccessError{fmt.Sprintf("the console's token has %d characters, %d are the least", len(a.Token), minToken), "make one with: head -c 24 /dev/urandom | base64"}
	}
	return nil
}

// checkAddress refuses to listen beyond this machine without authentication.
func (a Access) checkAddress(address net.Addr) error {
	tcp, ok := address.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() || a.Token != "" || a.UserHeader != "" {
		return nil
	}
	return &AccessError{
		fmt.Sprintf("the console would listen on %s, where others reach it, without authentication", address),
		"listen on 127.0.0.1, or set console.token_file, or console.user_header behind a proxy that authenticates",
	}
}

// guard lets through who may read and hands the rest to refuse.
func (a Access) guard(next http.Handler, refuse http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.allows(r) {
			refuse(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (a Access) allows(r *http.Request) bool {
	switch {
	case a.UserHeader != "" && r.Header.Get(a.UserHeader) != "":
		return true
	case a.Token != "":
		given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if bearer && equal(given, a.Token) {
			return true
		}
		cookie, err := r.Cookie(cookieName)
		return err == nil && equal(cookie.Value, a.pass())
	case a.UserHeader != "":
		return false
	}
	return a.knowsHost(r.Host)
}

// knowsHost says whether a request asks for this machine by a name it has.
func (a Access) knowsHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback() || slices.Contains(a.Hosts, strings.ToLower(name))
}

// pass is what the cookie of a login holds: it follows from the token and does
// not give it away.
func (a Access) pass() string {
	sum := sha256.Sum256([]byte("gleaner console " + a.Token))
	return hex.EncodeToString(sum[:])
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// refuse sends people to the login page and tells programs what is missing.
func (c *Console) refuse(w http.ResponseWriter, r *http.Request) {
	a := c.cfg.Access
	switch {
	case a.Token != "" && r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/v1/") && navigates(r):
		http.Redirect(w, r, "/login?"+url.Values{"to": {localAddress(r.URL.RequestURI())}}.Encode(), http.StatusSeeOther)
	case a.Token != "":
		w.Header().Set("WWW-Authenticate", `Bearer realm="gleaner"`)
		c.problemJSON(w, r, &requestError{http.StatusUnauthorized, "unauthorized", "the token is missing or wrong", "send the header Authorization: Bearer TOKEN"})
	case a.UserHeader != "":
		c.problemJSON(w, r, &requestError{http.StatusUnauthorized, "unauthorized", "the proxy has named no user", "come through the proxy that authenticates"})
	default:
		c.problemJSON(w, r, &requestError{http.StatusMisdirectedRequest, "unknown_host", "this console does not go by that name", "ask for 127.0.0.1 or localhost, or add the name to console.hosts"})
	}
}

// navigates says whether a person goes to a page, rather than a script of one
// that asks for more; browsers that do not tell are given the benefit of the doubt.
func navigates(r *http.Request) bool {
	mode := r.Header.Get("Sec-Fetch-Mode")
	return mode == "" || mode == "navigate"
}

// localAddress is an address of this console, else that of its overview: a
// login must lead nowhere else.
func localAddress(to string) string {
	u, err := url.Parse(to)
	if err != nil || len(to) > 4<<10 || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return u.String()
}

// loginForm is what the login page shows.
type loginForm struct {
	Wrong bool
	// To is the page that was asked for.
	To string
}

// loginPage asks for the token.
func (c *Console) loginPage(w http.ResponseWriter, r *http.Request) {
	if c.cfg.Access.Token == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	c.render(w, r, http.StatusOK, "login", "Log in", loginForm{To: localAddress(r.URL.Query().Get("to"))})
}

// login sets the cookie.
func (c *Console) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	to := localAddress(r.PostFormValue("to"))
	a := c.cfg.Access
	if a.Token == "" || !equal(strings.TrimSpace(r.PostFormValue("token")), a.Token) {
		c.render(w, r, http.StatusUnauthorized, "login", "Log in", loginForm{Wrong: true, To: to})
		return
	}
	// Lax, so that a permalink in a mail or a chat opens its page; what changes
	// something is no GET, and refused when another site asks for it.
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: a.pass(), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https", MaxAge: 30 * 24 * 3600,
	})
	http.Redirect(w, r, to, http.StatusSeeOther)
}
