package dev.modeldock.sources.github.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Settings;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A git configuration of the host has no say in what an import does. */
class IsolationTest {
    private static final String EVIL = """
            [http]
                extraHeader = X-Of-The-Host: yes
                sslVerify = false
            [url "http://127.0.0.1:9/"]
                insteadOf = http://127.0.0.1
            [filter "lfs"]
                smudge = touch %s
                required = true
            """;

    @TempDir
    private Path work;

    @Test
    void theConfigurationOfTheHostIsNotRead() throws Exception {
        boolean available = FakeGitHub.available();
        assertTrue(available || !"true".equals(System.getenv("CI")), "CI must have git installed");
        assumeTrue(available, "git is not installed, or cannot serve HTTP");
        Path touched = work.resolve("touched");
        Files.writeString(work.resolve(".gitconfig"), String.format(EVIL, touched));
        Files.writeString(work.resolve(".netrc"), "machine 127.0.0.1 login a password b\n");
        File home = FS.DETECTED.userHome();
        FS.DETECTED.setUserHome(work.toFile());
        try (FakeGitHub github = new FakeGitHub()) {
            FakeRepository tiny = github.repository(
                    "acme",
                    "tiny",
                    FakeFiles.none().file("config.json", "{}").file(".gitattributes", "* filter=lfs\n"));
            GitAddress address = new GitAddress(URI.create(tiny.cloneUrl()), Optional.empty(), "git/test");
            RemoteHttp http =
                    Network.open(NetworkConfig.DIRECT, "modeldock/test").http(new Settings(Map.of()));
            GitRemote remote = new GitRemote(http, address);
            RemoteRefs refs = remote.refs("HEAD", "refs/heads/main");
            String commit = refs.find("refs/heads/main").orElseThrow();
            assertEquals(Optional.of("refs/heads/main"), refs.head());
            try (FetchedCommit fetched =
                    remote.fetch(work, new GitCommit(commit, "refs/heads/main"), UnaryOperator.identity())) {
                GitEntry config = fetched.entries().get(1);
                assertEquals("config.json", config.path());
                assertEquals("{}", new String(fetched.blob(config).bytes()));
            }
            github.log().all().forEach(request -> {
                assertEquals("", request.header("x-of-the-host"));
                assertTrue(!request.authorized(), "credentials of the host were sent");
            });
        } finally {
            FS.DETECTED.setUserHome(home);
        }
        assertTrue(Files.notExists(touched));
        SystemReader system = SystemReader.getInstance();
        assertEquals(Set.of(), system.getUserConfig().getSections());
        assertEquals(Set.of(), system.getSystemConfig().getSections());
        assertEquals(Set.of(), system.getJGitConfig().getSections());
        assertNull(system.getenv("PATH"));
    }
}
