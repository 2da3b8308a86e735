package dev.modeldock.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.doctor.Doctor;
import dev.modeldock.server.cli.doctor.Finding;
import dev.modeldock.server.cli.terminal.Screen;
import dev.modeldock.server.config.Config;
import dev.modeldock.server.logs.Logs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: tries what a dock with this configuration would depend on; needs none that runs. */
final class DoctorCommand {
    private static final String OFFLINE = "--offline";

    private final Screen screen;

    DoctorCommand(Screen screen) {
        this.screen = screen;
    }

    static CommandSpec spec() {
        return ConfigFlags.spec(
                        "doctor",
                        "Try what a dock depends on: data directory, disk, links, port, proxy, names, clock, each source"
                                + " with its token. Ends with 1 when something fails.",
                        "modeldock doctor",
                        "modeldock doctor --data /srv/modeldock --offline",
                        "modeldock doctor --json | jq '.[] | select(.state != \"OK\")'")
                .addOption(Words.flag(Words.JSON, "print JSON, for programs"))
                .addOption(Words.flag(OFFLINE, "leave out what asks the network"));
    }

    int run(Config config, ParseResult parsed) {
        // What is found is told here; the same in the log would only disturb.
        Logs.configure(Level.ERROR, Logs.Format.TEXT);
        boolean json = parsed.hasMatchedOption(Words.JSON);
        List<Finding> all = new ArrayList<>();
        Consumer<Finding> tell = finding -> {
            all.add(finding);
            if (!json) {
                print(finding);
            }
        };
        try {
            new Doctor(config, parsed.hasMatchedOption(OFFLINE)).look(tell);
        } catch (IOException e) {
            tell.accept(new Finding("doctor", Finding.State.FAIL, String.valueOf(e.getMessage()), "Try again."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (json) {
            screen.line(inJson(all));
        }
        boolean sick = all.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL);
        return (sick ? ExitCode.FAILED : ExitCode.OK).number();
    }

    private void print(Finding finding) {
        String state = screen.painted(finding.state().name()) + (finding.state() == Finding.State.OK ? "  " : "");
        screen.line(state + "  " + String.format(Locale.ROOT, "%-18s", finding.what()) + "  " + finding.found());
        if (!finding.advice().isEmpty()) {
            screen.line(" ".repeat(26) + finding.advice());
        }
        screen.out().flush();
    }

    private static String inJson(List<Finding> all) {
        ArrayNode findings = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : all) {
            findings.addObject()
                    .put("what", finding.what())
                    .put("state", finding.state().name())
                    .put("found", finding.found())
                    .put("advice", finding.advice());
        }
        return findings.toString();
    }
}
