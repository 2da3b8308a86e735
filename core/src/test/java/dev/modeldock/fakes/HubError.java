package dev.modeldock.fakes;

import java.io.IOException;
import java.util.Map;

/** How the hub refuses. */
enum HubError {
    REPO_HIDDEN(401, "RepoNotFound", "Repository not found"),
    REPO_MISSING(404, "RepoNotFound", "Repository not found"),
    REVISION_MISSING(404, "RevisionNotFound", "Invalid rev id"),
    ENTRY_MISSING(404, "EntryNotFound", "Entry not found"),
    GATED_ANONYMOUS(
            401, "GatedRepo", "Access to model is restricted. You must have access to it and be authenticated."),
    GATED(403, "GatedRepo", "Access to model is restricted and you are not in the authorized list."),
    TOKEN_INVALID(401, "", "Invalid credentials in Authorization header"),
    DISABLED(403, "", "Access to this resource is disabled."),
    UNKNOWN_PATH(404, "", "Sorry, we can't find the page you are looking for.");

    private final int status;
    private final String code;
    private final String message;

    HubError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    void send(Call call) throws IOException {
        if (!code.isEmpty()) {
            call.header("X-Error-Code", code);
        }
        call.header("X-Error-Message", message);
        call.json(status, Map.of("error", message));
    }
}
