package dev.modeldock.fakes;

/**
 * A file of a repository.
 *
 * @param content its bytes; of a symbolic link the target, of a submodule the commit's 40 hex digits
 * @param lfs whether git holds only a pointer to it
 * @param mode as in a git tree: 100644, 100755, 120000 (symbolic link), 160000 (submodule)
 */
public record FakeFile(Content content, boolean lfs, String mode) {
    static final String PLAIN = "100644";
    static final String SUBMODULE = "160000";

    /** What git itself holds: the pointer, or the bytes. */
    Content inGit() {
        return lfs ? content.pointer() : content;
    }
}
