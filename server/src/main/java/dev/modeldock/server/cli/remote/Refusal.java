package dev.modeldock.server.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import java.io.IOException;
import java.util.List;

/** A no of the dock as the end of a command: its own sentence, whichever family of routes said it. */
final class Refusal {
    private static final List<String> PLACES = List.of("/message", "/error/message", "/error_desc", "/error");
    private static final int LONGEST = 2_000;

    private Refusal() {}

    static CommandFailure of(int status, byte[] body) {
        String said = sentence(body);
        String text = said.isEmpty() ? "The dock answered with status " + status + " and nothing else." : said;
        return new CommandFailure(code(status), text + hint(status));
    }

    private static String sentence(byte[] body) {
        try {
            JsonNode answer = new ObjectMapper().readTree(body);
            for (String place : PLACES) {
                JsonNode found = answer.at(place);
                if (found.isTextual() && !found.asText().isBlank()) {
                    String line = found.asText().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
                    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
                }
            }
            return "";
        } catch (IOException noJson) {
            return "";
        }
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case 400 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.REFUSED;
            case 404, 410 -> ExitCode.NOT_FOUND;
            default -> ExitCode.FAILED;
        };
    }

    private static String hint(int status) {
        return status == 401
                ? " Give one with " + DockAddress.KEY_VARIABLE + " or --key; modeldock keys create makes one."
                : "";
    }
}
