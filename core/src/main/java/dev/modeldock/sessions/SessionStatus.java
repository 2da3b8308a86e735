package dev.modeldock.sessions;

import java.util.List;

/** What has arrived of a session and what has not. */
public record SessionStatus(
        ImportSession session, List<Integer> receivedChunks, List<Integer> missingChunks, long receivedBytes) {}
