package dev.modeldock.sources.github;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import dev.modeldock.fakes.Fault;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contract of every source, kept by files in git and by files in Git LFS. */
class GitHubSourceContractTest {
    /** What is common to both. */
    abstract static class GitHub extends SourceContract {
        private FakeGitHub github;
        private Thread waiting;

        /** Opened when the source is, with what the source shall know. */
        final FakeGitHub github() {
            if (github == null) {
                Git.assumeInstalled();
                github = new FakeGitHub();
                github.repository("acme", "tiny", files());
            }
            return github;
        }

        abstract FakeFiles files();

        @AfterEach
        void closeGitHub() throws InterruptedException {
            if (github != null) {
                github.close();
            }
            if (waiting != null) {
                waiting.interrupt();
                waiting.join();
            }
        }

        @Override
        protected ModelSourceFactory factory() {
            return new GitHubSourceFactory();
        }

        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "api", github().api().toString(), "url", github().url().toString());
        }

        @Override
        protected NetworkConfig network() {
            return OpenGitHub.reaching(github().store());
        }

        static Request request(String repository) {
            return new Request(Map.of("owner", "acme", "repo_name", repository), Map.of());
        }

        @Override
        protected Request known() {
            return request("tiny");
        }

        @Override
        protected Map<String, byte[]> knownFiles() {
            Map<String, byte[]> bytes = new TreeMap<>();
            files().entries()
                    .forEach((path, file) -> bytes.put(path, file.content().bytes()));
            return bytes;
        }

        @Override
        protected Request unknown() {
            return request("nothing");
        }

        @Override
        protected Optional<Request> hostile() {
            FakeRepository hostile = github().repository("acme", "hostile");
            hostile.commitRaw("main", FakeFiles.tiny("tiny-bert").file("../escaped.json", "{}"));
            return Optional.of(request("hostile"));
        }

        final Stall stall(Fault fault) {
            CountDownLatch reached = new CountDownLatch(1);
            waiting = new Thread(() -> {
                try {
                    if (fault.awaitStall(Duration.ofSeconds(20))) {
                        reached.countDown();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            waiting.start();
            return new Stall(known(), reached);
        }
    }

    @Nested
    class InGit extends GitHub {
        @Override
        FakeFiles files() {
            FakeFiles files = FakeFiles.none();
            FakeFiles.tiny("tiny-bert-sharded").entries().forEach((path, file) -> files.regular(path, file.content()));
            return files.regular("docs/empty", Content.of("")).regular("docs/ünïcode \"q\".md", Content.of("x"));
        }

        @Override
        protected boolean resumes() {
            return false;
        }

        @Override
        protected Optional<Stall> stall() {
            return Optional.of(stall(github().onGit("*/git-upload-pack").stall(2_000)));
        }
    }

    @Nested
    class InLfs extends GitHub {
        @Override
        FakeFiles files() {
            FakeFiles files = FakeFiles.none();
            FakeFiles.tiny("tiny-bert").entries().forEach((path, file) -> files.lfs(path, file.content()));
            return files;
        }

        @Override
        protected boolean resumes() {
            return true;
        }

        @Override
        protected Optional<Stall> stall() {
            return Optional.of(stall(github().onBody("*.safetensors").stall(1_000)));
        }
    }
}
