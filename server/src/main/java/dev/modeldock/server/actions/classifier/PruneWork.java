package dev.modeldock.server.actions.classifier;

import dev.modeldock.server.actions.classifier.net.Net;
import dev.modeldock.server.actions.classifier.net.NetPlan;
import dev.modeldock.server.actions.classifier.net.Weights;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Makes a network narrower: of each layer but the last the outputs with the largest weights stay. */
final class PruneWork implements ClassifierRun.Work {
    private static final int TAPS = 9;

    @Override
    public String perform(ClassifierRun run) throws ActionException, IOException, InterruptedException {
        CheckpointFile file = run.network();
        double keep = run.fields().number("keep", 0.5);
        return run.use(file, 1, 2, net -> {
            Head head = file.head();
            NetPlan narrow = narrower(head.plan(), keep);
            Net made = new Net(narrow, new Net.Making(1, false, net.team()));
            narrow(net, made);
            Head pruned = new Head(head.classes(), narrow, head.scaling(), Head.Progress.none());
            CheckpointFile.in(run.results(), "last").write(pruned, made);
            new Export(pruned).write(made, run.results());
            return "Pruning finished successfully: " + narrow.parameters() + " of "
                    + head.plan().parameters() + " numbers are left.";
        });
    }

    private static NetPlan narrower(NetPlan plan, double keep) {
        return new NetPlan(
                plan.colours(),
                plan.size(),
                plan.channels().stream().map(each -> part(each, keep)).toList(),
                part(plan.hidden(), keep),
                plan.classes());
    }

    private static int part(int all, double keep) {
        return (int) Math.max(1, Math.min(all, Math.round(all * keep)));
    }

    /** An input of a layer is an output of the one before, and so many numbers of that: pixels, or weights around one. */
    private static void narrow(Net from, Net to) {
        NetPlan plan = from.plan();
        int convolutions = plan.channels().size();
        List<Integer> inputs = IntStream.range(0, plan.colours()).boxed().toList();
        for (int layer = 0; layer < from.weights().size(); layer++) {
            int each = layer < convolutions ? TAPS : layer == convolutions ? plan.last() * plan.last() : 1;
            Weights wide = from.weights().get(layer);
            Weights narrow = to.weights().get(layer);
            List<Integer> outputs = strongest(wide, narrow.outputs());
            for (int row = 0; row < outputs.size(); row++) {
                float[] source = wide.rows().values()[outputs.get(row)];
                float[] target = narrow.rows().values()[row];
                for (int i = 0; i < inputs.size(); i++) {
                    System.arraycopy(source, inputs.get(i) * each, target, i * each, each);
                }
                narrow.bias().values()[0][row] = wide.bias().values()[0][outputs.get(row)];
            }
            inputs = outputs;
        }
    }

    private static List<Integer> strongest(Weights weights, int count) {
        double[] strength = new double[weights.outputs()];
        for (int row = 0; row < strength.length; row++) {
            for (float weight : weights.rows().values()[row]) {
                strength[row] += Math.abs(weight);
            }
        }
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, strength.length).boxed().toList());
        all.sort(Comparator.comparingDouble((Integer row) -> -strength[row]));
        return all.stream().limit(count).sorted().toList();
    }
}
