package io.opora.routing;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.Tag;
import io.opora.condition.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What every definition of this room is checked for: names, numbers, and values that a vocabulary knows. */
final class Form {

    /** The longest JSON of a definition, in characters. */
    static final int MAX_JSON_LENGTH = 1_000_000;
    /** Conditions take most of it; the rest is for texts that are wrong and deserve a better answer than "too deep". */
    static final int MAX_JSON_DEPTH = 40;

    private static final int MAX_TAGS = 20;

    private final Vocabulary facts;
    private final Findings findings;

    Form(Vocabulary facts, Findings findings) {
        this.facts = facts;
        this.findings = findings;
    }

    Findings findings() {
        return findings;
    }

    Vocabulary facts() {
        return facts;
    }

    void checkName(String path, String code, String what, String name) {
        if (!Names.isName(name)) {
            findings.add(path, code, Spelling.malformed(what, name));
        }
    }

    void checkVersion(int version) {
        if (version < 1) {
            findings.add("version", "version", version + " is no version: 1 or more is needed");
        }
    }

    void checkSize(String path, int size, int most, String what) {
        if (size > most) {
            findings.add(path, "too-many", size + " are too many: at most " + most + ' ' + what);
        }
    }

    /** Checks a name that becomes the value of a fact, such as a team. */
    void checkNamed(String path, String fact, String name) {
        if (!Names.isName(name)) {
            findings.add(path, "name", Spelling.malformed("name of a " + fact, name));
        } else {
            checkKnown(path, fact, name);
        }
    }

    void checkKnown(String path, String fact, String value) {
        Set<String> known = facts.values(fact);
        if (!known.isEmpty() && !known.contains(value)) {
            findings.add(path, "unknown-value", Spelling.quote(value) + " is no value of '" + fact + '\''
                    + Spelling.hintFor(value, known));
        }
    }

    void checkTags(String path, List<String> tags) {
        checkSize(path, tags.size(), MAX_TAGS, "tags");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tags.size() && !findings.full(); i++) {
            String at = path + '[' + i + ']';
            String tag = tags.get(i);
            if (!Tag.isTag(tag)) {
                findings.add(at, "tag", Spelling.quote(tag) + " is no tag: " + Tag.FORM);
            } else if (!seen.add(tag)) {
                findings.add(at, "duplicate", "this is named twice");
            } else {
                checkKnown(at, Catalog.TAGS, tag);
            }
        }
    }

    /** A text that may be left out. */
    static Optional<String> optional(Json field) {
        return field.exists() ? Optional.of(field.text()) : Optional.empty();
    }

    /** Reports a definition that could be written but not read again. */
    void checkLength(String json) {
        if (json.length() > MAX_JSON_LENGTH) {
            findings.add("", "json-too-long", "this takes " + json.length()
                    + " characters of JSON, which is too long: at most " + MAX_JSON_LENGTH);
        }
    }
}
