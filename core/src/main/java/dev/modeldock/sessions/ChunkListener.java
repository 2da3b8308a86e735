package dev.modeldock.sessions;

/** Is told of a session's chunks while they arrive, so that work on them can begin early. Must return at once. */
public interface ChunkListener {
    /** A chunk is whole and acknowledged; {@code replaced} when its number had other bytes before. */
    void arrived(ImportSession session, int number, boolean replaced);

    /** The session takes no more chunks, and its bytes are about to go. */
    void ended(ImportSession session);
}
