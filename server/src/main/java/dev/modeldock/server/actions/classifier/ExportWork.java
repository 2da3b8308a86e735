package dev.modeldock.server.actions.classifier;

import dev.modeldock.spi.ActionException;
import java.io.IOException;

/** Writes a network as ONNX; its checkpoint lies beside, so that what follows an export finds it. */
final class ExportWork implements ClassifierRun.Work {
    @Override
    public String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException {
        CheckpointFile file = run.network();
        String precision = run.fields().text("precision", "fp32");
        return run.use(file, 1, net -> {
            Head head = file.head();
            new Export(head, precision.equals("int8")).write(net, run.results());
            file.copy(CheckpointFile.in(run.results(), "last"));
            return "Export finished successfully: model.onnx, " + precision + ", "
                    + head.classes().size() + " classes, images of "
                    + head.plan().size() + " x "
                    + head.plan().size() + " pixels in " + (head.plan().colours() == 1 ? "grey" : "colour") + ".";
        });
    }
}
