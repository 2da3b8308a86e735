package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.FakeGitHub;
import org.junit.jupiter.api.Assumptions;

/** The program that the fake GitHub needs. */
final class Git {
    private Git() {}

    /** Skip the test with a sentence where it is missing; on CI it must be there. */
    static void assumeInstalled() {
        boolean available = FakeGitHub.available();
        assertTrue(
                available || !"true".equals(System.getenv("CI")), "CI must have git installed, with its http-backend");
        Assumptions.assumeTrue(available, "git is not installed, or cannot serve HTTP: nothing to import from");
    }
}
