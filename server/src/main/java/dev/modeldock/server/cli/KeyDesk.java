package dev.modeldock.server.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where keys are made and taken back, as the command line sees it. Works beside a running server. */
public interface KeyDesk extends AutoCloseable {
    /** What makes a key. The user is created when new. One for clients of Hugging Face looks like their tokens. */
    record Wanted(String name, String user, Set<String> scopes, boolean hub) {
        /** A key in the dock's own form. */
        public Wanted(String name, String user, Set<String> scopes) {
            this(name, user, scopes, false);
        }
    }

    /** Make a key and tell it this once: {@code id}, {@code name}, {@code user}, {@code scopes}, {@code key}. */
    Map<String, Object> create(Wanted wanted);

    /** All keys without their secrets. */
    List<Map<String, Object>> list();

    /** Take a key back; from then on it opens nothing. Fails with NOT_FOUND for an unknown id. */
    void revoke(String id);

    @Override
    void close();
}
