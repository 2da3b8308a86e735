package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.TrainingData.Looks;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Trains a network, or goes on with that, and leaves it as checkpoints and as ONNX. */
final class TrainWork implements ClassifierRun.Work {
    private static final String PIXELS = "pixels";

    @Override
    public String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException {
        Settings settings = Settings.of(run.fields());
        boolean again = run.task().subject().action().equals("retrain");
        Optional<CheckpointFile> origin = again ? Optional.of(run.network()) : run.origin();
        Optional<Head> former = origin.isPresent() ? Optional.of(origin.get().head()) : Optional.empty();
        Gathering gathering =
                Gathering.of(run.task().inputs(), again ? former.orElseThrow().classes() : List.of());
        former.ifPresent(head -> run.context()
                .log("The network keeps the form of the one that it begins with: images of "
                        + head.plan().size() + " pixels, channels "
                        + head.plan().channels() + ", hidden "
                        + head.plan().hidden()
                        + "; imageSize, colour, channels and hidden of the spec are left unread."));
        Skipped skipped = new Skipped(run.context());
        DataReading reading = new DataReading(gathering, skipped, run.context(), run.threads());
        run.context()
                .log("There are " + gathering.images() + " images of "
                        + gathering.classes().size() + " classes.");
        Path pixels = run.task().work().resolve(PIXELS);
        boolean settle = former.isEmpty() && settings.form().colour().equals("auto");
        Looks looks = former.isPresent() ? looks(former.get()) : reading.looks(settings.form());
        try (TrainingData data = reading.read(looks, settle, settings.run(), pixels)) {
            NetPlan plan = former.isPresent()
                    ? former.get().plan().with(gathering.classes().size())
                    : plan(settings.form(), data.looks(), gathering.classes().size());
            Scaling scaling = former.isPresent() ? former.get().scaling() : data.scaling();
            Head fresh = new Head(gathering.classes(), plan, scaling, Head.Progress.none());
            return new TrainSession(run, settings, data, origin).train(fresh) + skipped.sentence();
        } finally {
            Files.deleteIfExists(pixels);
        }
    }

    private static Looks looks(Head head) {
        return new Looks(head.plan().size(), head.plan().colours());
    }

    private static NetPlan plan(Settings.Form form, Looks looks, int classes) throws ActionException {
        List<Integer> usual = looks.size() >= 64 ? List.of(16, 32, 64) : List.of(16, 32);
        List<Integer> channels = form.channels().isEmpty() ? usual : form.channels();
        if (looks.size() >> channels.size() < 1) {
            throw new ActionException("Images of " + looks.size() + " pixels cannot be halved " + channels.size()
                    + " times, as often as channels has numbers. Make imageSize larger, or channels shorter.");
        }
        return new NetPlan(looks.colours(), looks.size(), channels, form.hidden(), classes);
    }
}
