package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in our words what the parser refuses: its own words name its switches, and quote what may be a secret. */
final class Complaint {
    private static final Pattern CHARACTER = Pattern.compile("code (\\d+)");

    /** What a message of the parser holds, and what it means; the first that fits counts. */
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("Non-standard token", "NaN or Infinity, which JSON does not have; write a number, a text or null");
        MEANINGS.put("(non-standard) comment", "a comment, which JSON does not have; take it out");
        MEANINGS.put("(code 39)", "a single quote; expected double quotes around names and texts");
        MEANINGS.put(
                "Unrecognized token",
                "a word without quotes; expected a text in double quotes, a number, an object, an array, true, false or"
                        + " null");
        MEANINGS.put("Illegal unquoted", "a control character in a text or name; write it as an escape, such as \\n");
        MEANINGS.put("Illegal character", "a control character; expected only blanks and line breaks between values");
        MEANINGS.put("surrogate", "half of a surrogate pair in a name; expected whole characters");
        MEANINGS.put("escape", "a backslash with no escape of JSON behind it; write \\\\ for a backslash");
        MEANINGS.put("Leading zeroes", "a number that begins with zeros; write it without them");
        MEANINGS.put("numeric value", "a number that JSON writes otherwise; expected one like 0.5, -1 or 1e6");
        MEANINGS.put("close marker", "a closing bracket that does not belong to the open one");
        MEANINGS.put("field name and value", "no colon behind a name; expected one");
        MEANINGS.put("field name", "no name; expected one in double quotes. There may be a comma too many before");
        MEANINGS.put("comma", "no comma and no closing bracket behind a value; expected one of them");
        MEANINGS.put("expected a v", "no value; expected one. There may be a comma too many");
        MEANINGS.put(
                "String value length",
                "a text or number of more than " + DefinitionReader.LONGEST_TEXT + " characters");
        MEANINGS.put("Name length", "a name of more than " + DefinitionReader.LONGEST_NAME + " characters");
        MEANINGS.put("Number value length", "a number of more than " + DefinitionReader.LONGEST_NUMBER + " characters");
    }

    private Complaint() {}

    /**
     * A sentence with line and column.
     *
     * @param reached where the parser is, for what does not know its own place
     */
    static String about(JsonProcessingException refused, JsonLocation reached) {
        JsonLocation place = refused.getLocation() == null ? reached : refused.getLocation();
        String start = "At line " + place.getLineNr() + ", column " + place.getColumnNr() + " ";
        if (refused instanceof JsonEOFException) {
            return start + "the file ends in the middle of the document; it may have been cut short. Send it whole.";
        }
        String message = String.valueOf(refused.getOriginalMessage());
        String bound = refused instanceof StreamConstraintsException ? ", which is the most that is taken" : "";
        return start + "there is " + meaning(message) + bound + found(message) + ".";
    }

    private static String meaning(String message) {
        return MEANINGS.entrySet().stream()
                .filter(each -> message.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("something that is not JSON");
    }

    /** The character that was found, where that is one. */
    private static String found(String message) {
        Matcher code = CHARACTER.matcher(message);
        if (!code.find()) {
            return "";
        }
        int found = Integer.parseInt(code.group(1));
        return found > ' ' && found < 0x7f ? " (found " + (char) found + ")" : String.format(" (found U+%04X)", found);
    }
}
