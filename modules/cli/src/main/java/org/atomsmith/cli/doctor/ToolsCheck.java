package org.atomsmith.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks for the programs of {@code tools.txt}. */
final class ToolsCheck implements Check {
    private static final Map<String, String> SUBJECTS = subjects();

    private final List<Tool> tools;

    ToolsCheck(List<Tool> tools) {
        this.tools = tools;
    }

    private static Map<String, String> subjects() {
        Map<String, String> subjects = new LinkedHashMap<>();
        subjects.put("compose", "programs to compose trees");
        subjects.put("image", "programs to write images");
        subjects.put("boot", "programs to boot images");
        subjects.put("test", "programs for the tests");
        return subjects;
    }

    @Override
    public List<Finding> look(Machine machine) {
        List<Finding> findings = new ArrayList<>();
        SUBJECTS.forEach((step, subject) -> {
            List<Tool> needed =
                    tools.stream().filter(tool -> tool.step().equals(step)).toList();
            if (!needed.isEmpty()) {
                findings.add(look(step, subject, needed, machine));
            }
        });
        return findings;
    }

    private static Finding look(String step, String subject, List<Tool> needed, Machine machine) {
        List<Tool> missing =
                needed.stream().filter(tool -> !machine.has(tool.shownBy())).toList();
        if (missing.isEmpty()) {
            return Finding.ok(subject, needed.stream().map(Tool::shownBy).collect(Collectors.joining(" ")));
        }
        String found = missing.stream()
                .map(tool -> tool.shownBy() + " (" + tool.purpose() + ")")
                .collect(Collectors.joining(", ", "no ", ""));
        String remedy = PackageRemedy.of(
                missing.stream().map(Tool::debianPackage).distinct().toList());
        return step.equals("test") ? Finding.note(subject, found, remedy) : Finding.missing(subject, found, remedy);
    }
}
