package label

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

//go:embed page
var pageFiles embed.FS

// A Server shows the questions of a session to a browser on this machine. Its address has a token that no other page
// knows, and requests that another page makes are refused.
type Server struct {
	session  *Session
	listener net.Listener
	token    string
}

// Listen opens a port of this machine; 0 takes any that is free.
func Listen(s *Session, port int) (*Server, error) {
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, fmt.Errorf("port %d cannot be opened: choose another --port, or leave it out: %w", port, err)
	}
	return &Server{s, listener, rand.Text()}, nil
}

// Address is what the judge opens.
func (v *Server) Address() string { return fmt.Sprintf("http://%s/%s/", v.listener.Addr(), v.token) }

// Serve answers until the context is done.
func (v *Server) Serve(ctx context.Context) error {
	server := &http.Server{Handler: v, ReadHeaderTimeout: 10 * time.Second}
	end := context.AfterFunc(ctx, func() { server.Close() })
	defer end()
	if err := server.Serve(v.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// ServeHTTP serves the page and what it asks.
func (v *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "+
		"form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	host := v.listener.Addr().String()
	token, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	origin := r.Header.Get("Origin")
	switch {
	case r.Host != host || origin != "" && origin != "http://"+host:
		http.Error(w, "requests come from the page that assay label names, and from nowhere else", http.StatusForbidden)
	case subtle.ConstantTimeCompare([]byte(token), []byte(v.token)) != 1:
		http.Error(w, "open the address that assay label printed last", http.StatusNotFound)
	case r.Method == http.MethodPost && path == "answer":
		v.answer(w, r)
	case r.Method != http.MethodGet:
		http.Error(w, "GET, or POST of an answer", http.StatusMethodNotAllowed)
	case path == "next":
		q, ok := v.session.Next()
		v.show(w, q, ok)
	case path == "back":
		q, ok := v.session.Back(r.URL.Query().Get("from"))
		v.show(w, q, ok)
	default:
		if path == "" {
			path = "index.html"
		}
		http.ServeFileFS(w, r, pageFiles, "page/"+path)
	}
}

// A state is what the page shows.
type state struct {
	Question *Question `json:"question"` // null: none is left, or before the first
	Judge    string    `json:"judge"`
	Progress Progress  `json:"progress"`
}

func (v *Server) show(w http.ResponseWriter, q Question, ok bool) {
	s := state{Judge: v.session.settings.Judge, Progress: v.session.Progress()}
	if ok {
		s.Question = &q
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s) // the page is gone if this fails
}

func (v *Server) answer(w http.ResponseWriter, r *http.Request) {
	var reply Reply
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		http.Error(w, "an answer is JSON", http.StatusUnsupportedMediaType)
		return
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16))
	d.DisallowUnknownFields()
	if err := d.Decode(&reply); err != nil {
		http.Error(w, "no answer: "+err.Error(), http.StatusBadRequest)
		return
	}
	switch err := v.session.Answer(reply); {
	case errors.Is(err, ErrAnswered):
		http.Error(w, err.Error(), http.StatusConflict)
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
