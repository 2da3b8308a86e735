package dev.modeldock.sources.huggingface;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.fakes.Fault;
import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceContract;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;

/** The contract of every source, kept by the hub's. */
class HuggingFaceSourceContractTest extends SourceContract {
    private final FakeHub hub = new FakeHub();
    private final FakeFiles files =
            FakeFiles.tiny("tiny-bert").with(FakeFiles.tiny("tiny-lora")).file("sub dir/näme #1?.txt", "x".repeat(300));

    HuggingFaceSourceContractTest() {
        hub.model("owner/known", files);
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @Override
    protected ModelSourceFactory factory() {
        return new HuggingFaceSourceFactory(variable -> null);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("endpoint", hub.url().toString());
    }

    private static Request tag(String tag) {
        return new Request(Map.of("model_tag", tag), Map.of());
    }

    @Override
    protected Request known() {
        return tag("owner/known");
    }

    @Override
    protected Map<String, byte[]> knownFiles() {
        Map<String, byte[]> known = new TreeMap<>();
        files.entries().forEach((path, file) -> known.put(path, file.content().bytes()));
        return known;
    }

    @Override
    protected Request unknown() {
        return tag("owner/unknown");
    }

    @Override
    protected boolean resumes() {
        return true;
    }

    @Override
    protected Optional<Request> hostile() {
        hub.model("owner/hostile", FakeFiles.none().file("config.json", "{}").file("../escaped.json", "{}"));
        return Optional.of(tag("owner/hostile"));
    }

    @Override
    protected Optional<Stall> stall() {
        hub.model("owner/silent", FakeFiles.none().lfs("model.bin", Content.generated(1, 4_000_000)));
        Fault fault = hub.onBody("model.bin").stall(1_000_000);
        CountDownLatch reached = new CountDownLatch(1);
        Thread watcher = new Thread(
                () -> {
                    Assertions.assertDoesNotThrow(() -> fault.awaitStall(Duration.ofSeconds(60)));
                    reached.countDown();
                },
                "watcher");
        watcher.setDaemon(true);
        watcher.start();
        return Optional.of(new Stall(tag("owner/silent"), reached));
    }
}
