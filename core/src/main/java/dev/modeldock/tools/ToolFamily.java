package dev.modeldock.tools;

/** The word that a client uses for a tool: the later one is workflow. Answers of its jobs keep to it. */
public enum ToolFamily {
    TOOLS("tool"),
    WORKFLOWS("workflow");

    private final String noun;

    ToolFamily(String noun) {
        this.noun = noun;
    }

    public String noun() {
        return noun;
    }
}
