package io.opora.reply;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ranks reply templates for a message. It learns from examples and from each reply that was sent with a template, in Russian, English
 * and whatever else is written in letters, mixed if need be; says how sure it is; and is silent if that is not sure enough.
 *
 * <p>
 * Two things are asked and put together: what tells the templates apart (a logistic regression for each, over words, word pairs and
 * letter sequences), which leads when there is much to learn from, and which past messages resemble this one, which leads as long
 * as there is little. The confidence is calibrated by what became of earlier suggestions: some messages are judged before they are
 * learned.
 *
 * <p>
 * <b>What it keeps</b> of a message is which of 65,536 buckets its words fall into: thousands of words to a bucket, numbers by their
 * length alone, addresses not at all. Neither the message nor an order number can be read back from it, nor from a snapshot. Whoever
 * has to be forgotten is forgotten by the references under which their cases were learned ({@link #forget(Predicate)}): after that it
 * is as if these had never been learned.
 *
 * <p>
 * The same history gives the same answers. Safe for use by any number of threads: learners take turns, those who ask see the state
 * after some learning and wait for nobody. Nothing is kept on disk.
 */
public final class ReplyMatcher implements ReplySuggester {

    /** The most suggestions for a message. */
    public static final int MAX_LIMIT = 50;

    /** The most templates. */
    public static final int MAX_TEMPLATES = 2_000;

    /** The most cases that are kept. */
    public static final int MAX_CASES = 200_000;

    /** The longest reference, in characters. */
    public static final int MAX_REFERENCE_LENGTH = 250;

    private static final double SILENT_BELOW = 0.3;
    private static final int REPLAYS = 2;
    /** How large the steps are when everything is gone over, pass by pass. */
    private static final double[] PACES = {0.2, 0.8, 0.4};
    private static final int MOST_REPLAYS = 16;
    private static final int MOST_REPLAYED = 30_000;
    private static final double NEIGHBOUR_WEIGHT = 2;
    private static final int NEIGHBOUR_POWER = 3;
    private static final int ENOUGH_TO_WAIT = 8;
    private static final int ONE_IN = 6;
    private static final int WAITING_ROOM = 64;
    private static final int WORDS_TOLD = 5;
    private static final int CASES_TOLD = 3;

    /** What became of a suggestion. */
    public enum Outcome {
        /** The template was sent as it stands, or the message is an example of its use. */
        ACCEPTED(1, true),
        /** It was sent after its text was changed. */
        EDITED(0.7, true),
        /** It was suggested and another one was taken, or none. */
        REJECTED(0.5, false);

        private final double pace;
        private final boolean right;

        Outcome(double pace, boolean right) {
            this.pace = pace;
            this.right = right;
        }
    }

    /** One thing that was learned. Two that look alike are two: each has an array of its own. */
    @SuppressWarnings("ArrayRecordComponent") // compared by which it is, as it should be
    private record Lesson(ReplyTemplate.Id template, char[] buckets, String reference, Outcome outcome) {}

    /** What readers see: never changes, but for cases that come behind those that they know, and for counts of buckets. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else sees it
    private record State(List<ReplyTemplate.Id> templates, LinearModel model, Cases cases, int count, int messages,
            Calibration calibration, double[] table) {}

    private final double silentBelow;
    private final Object learning = new Object();
    // under the lock
    private final List<Lesson> lessons = new ArrayList<>();
    private final List<Lesson> waiting = new ArrayList<>();
    private final Map<ReplyTemplate.Id, Integer> numbers = new LinkedHashMap<>();
    private final Map<ReplyTemplate.Id, Integer> uses = new LinkedHashMap<>();
    private volatile State state = new State(List.of(), LinearModel.empty(), new Cases(), 0, 0, Calibration.none(),
            Calibration.none().table());

    private ReplyMatcher(double silentBelow) {
        this.silentBelow = silentBelow;
    }

    /** {@return a matcher that has learned nothing and is silent where it is more than 70 % likely to be wrong} */
    public static ReplyMatcher create() {
        return new ReplyMatcher(SILENT_BELOW);
    }

    /**
     * A matcher that has learned nothing.
     *
     * @param share the share of wrong suggestions that is accepted: it is silent where it is likelier than that to be wrong; 0 to 1
     * @return the matcher
     * @throws InvalidInputException if the share is not between 0 and 1
     */
    public static ReplyMatcher acceptingWrong(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidInputException("reply matcher", new Violation("share", "range",
                    "the share of wrong suggestions that is accepted lies between 0 and 1, and not at " + share));
        }
        return new ReplyMatcher(1 - share);
    }

    /**
     * Learns an example of a message that a template answers.
     *
     * @param templateId the template
     * @param message the message
     * @throws InvalidInputException if the id is none, or there are too many templates or cases
     */
    public void learn(String templateId, String message) {
        learn(ReplyTemplate.Id.of(templateId), message);
    }

    /**
     * Learns an example of a message that a template answers.
     *
     * @param templateId the template
     * @param message the message
     * @throws InvalidInputException if there are too many templates or cases
     */
    public void learn(ReplyTemplate.Id templateId, String message) {
        learn(templateId, message, "", Outcome.ACCEPTED);
    }

    /**
     * Learns what became of a template for a message.
     *
     * @param templateId the template
     * @param message the message
     * @param reference what to call the case by, such as the ticket's number: told as a reason and used to forget it; empty if it
     *        need not be
     * @param outcome what became of it
     * @throws InvalidInputException if the reference is too long, or there are too many templates or cases
     */
    public void learn(ReplyTemplate.Id templateId, String message, String reference, Outcome outcome) {
        requireNonNull(outcome, "outcome");
        if (reference.length() > MAX_REFERENCE_LENGTH) {
            throw new InvalidInputException("reply case", new Violation("reference", "size",
                    "a reference has at most " + MAX_REFERENCE_LENGTH + " characters, not " + reference.length()));
        }
        Lesson lesson = new Lesson(requireNonNull(templateId, "templateId"), MessageFeatures.of(message).buckets(),
                reference, outcome);
        synchronized (learning) {
            limit("templates", numbers.containsKey(templateId) ? 0 : numbers.size() + 1, MAX_TEMPLATES);
            limit("cases", lessons.size() + 1, MAX_CASES);
            lessons.add(lesson);
            state = learned(state, lesson);
        }
    }

    /**
     * Goes over everything that is kept once more, in a mixed order: what was learned in the order in which it came, template after
     * template perhaps, is understood better after that, and wrong picks do less harm. To be called after an import, after forgetting,
     * and every now and then, at night for example. Takes about as long as learning everything did; who asks meanwhile gets answers
     * from before.
     */
    public void rehearse() {
        synchronized (learning) {
            state = rehearsed(state);
        }
    }

    private State rehearsed(State before) {
        List<Lesson> order = new ArrayList<>(lessons);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, mix(i * 7 + 1) % (i + 1));
        }
        State now = new State(before.templates(), LinearModel.empty(), before.cases(), before.count(),
                before.messages(), Calibration.none(), before.table());
        LinearModel model = LinearModel.empty();
        Calibration calibration = Calibration.none();
        for (int pass = 0; pass < PACES.length; pass++) {
            LinearModel.Trainer trainer = model.trainer(now.templates().size());
            for (int i = 0; i < order.size(); i++) {
                Lesson lesson = order.get(i);
                boolean right = lesson.outcome().right;
                if (pass == 0 && right && i * 2 > order.size()) {
                    // half of them are judged by a model that does not know them yet
                    State soFar = new State(now.templates(), trainer.soFar(), now.cases(), now.count(),
                            now.messages(), calibration, now.table());
                    calibration = judged(soFar, lesson);
                }
                LinearModel.Vector vector = vector(now, lesson.buckets());
                if (pass == 0 || !right || !trainer.soFar().contradicts(vector, number(lesson.template()))) {
                    trainer.learn(vector, number(lesson.template()), right, lesson.outcome().pace * PACES[pass]);
                }
            }
            model = trainer.done();
        }
        return new State(now.templates(), model, now.cases(), now.count(), now.messages(), calibration,
                calibration.table());
    }

    private static Calibration judged(State now, Lesson lesson) {
        Ranking ranking = rank(now, lesson.buckets(), template -> true, lesson.buckets());
        return ranking.order().isEmpty()
                ? now.calibration()
                : now.calibration().with(ranking.score(ranking.order().getFirst()),
                        now.templates().get(ranking.order().getFirst()).equals(lesson.template()));
    }

    private static void limit(String what, int size, int most) {
        if (size > most) {
            throw new InvalidInputException("reply matcher", new Violation(what, "size",
                    "a matcher has at most " + most + ' ' + what + ": forget some first"));
        }
    }

    private State learned(State before, Lesson lesson) {
        Integer known = numbers.get(lesson.template());
        List<ReplyTemplate.Id> templates = before.templates();
        if (known == null) {
            numbers.put(lesson.template(), numbers.size());
            templates = List.copyOf(numbers.keySet());
        }
        before.cases().count(lesson.buckets());
        int messages = before.messages() + 1;
        State now = new State(templates, before.model(), before.cases(), before.count(), messages,
                before.calibration(), before.table());
        if (!lesson.outcome().right) {
            return trained(now, lesson, false);
        }
        int used = uses.merge(lesson.template(), 1, Integer::sum);
        if (used <= ENOUGH_TO_WAIT || mix(messages) % ONE_IN != 0) {
            return trained(now, lesson, true);
        }
        // some wait, so that they can be judged by a matcher that does not know them yet
        waiting.add(lesson);
        if (waiting.size() <= WAITING_ROOM) {
            return now;
        }
        Lesson next = waiting.remove(mix(messages + 1) % waiting.size());
        Calibration calibration = judged(now, next);
        return trained(new State(now.templates(), now.model(), now.cases(), now.count(), messages, calibration,
                calibration.table()), next, true);
    }

    private State trained(State now, Lesson lesson, boolean right) {
        LinearModel.Trainer trainer = now.model().trainer(now.templates().size());
        trainer.learn(vector(now, lesson.buckets()), number(lesson.template()), right, lesson.outcome().pace);
        for (int replay = 1; right && replay <= replays(now.count()); replay++) {
            int again = mix(now.messages() * 31 + replay) % now.count();
            LinearModel.Vector vector = vector(now, now.cases().buckets(again));
            if (!trainer.soFar().contradicts(vector, now.cases().template(again))) {
                trainer.learn(vector, now.cases().template(again), true, 1);
            }
        }
        int count = now.count();
        if (right) {
            now.cases().add(count, lesson.buckets(), number(lesson.template()), lesson.reference(), now.messages());
            count++;
        }
        return new State(now.templates(), trainer.done(), now.cases(), count, now.messages(), now.calibration(),
                now.table());
    }

    /** As long as there is little to learn from, it is gone over more often. */
    private static int replays(int cases) {
        return cases == 0 ? 0 : Math.clamp(MOST_REPLAYED / cases, REPLAYS, MOST_REPLAYS);
    }

    private int number(ReplyTemplate.Id template) {
        return requireNonNull(numbers.get(template));
    }

    private static LinearModel.Vector vector(State now, char[] buckets) {
        return LinearModel.Vector.of(buckets, now.cases().frequencies(), now.messages());
    }

    /** A number that looks random and is the same in every run; not negative. */
    private static int mix(int number) {
        int mixed = number * 0x9E3779B9;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        return (mixed ^ (mixed >>> 13)) >>> 1;
    }

    @Override
    public List<ReplyMatch> suggest(String message, int limit) {
        return suggest(message, limit, template -> true);
    }

    /**
     * Suggests templates for a message, of those that may be used for it.
     *
     * @param message what somebody wrote, in any language; what is behind the first 400 words is not looked at
     * @param limit the most suggestions to give, 1 to {@value #MAX_LIMIT}
     * @param admitted whether a template may be suggested, such as whether its conditions hold; asked on the caller's thread
     * @return the templates that fit, the likeliest first; empty if the likeliest is not likely enough
     * @throws InvalidInputException if the limit is out of range
     */
    public List<ReplyMatch> suggest(String message, int limit, Predicate<? super ReplyTemplate.Id> admitted) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidInputException("reply matcher", new Violation("limit", "range",
                    "1 to " + MAX_LIMIT + " suggestions can be asked for, not " + limit));
        }
        State now = state;
        MessageFeatures features = MessageFeatures.of(message);
        Ranking ranking = rank(now, features.buckets(), admitted, null);
        List<ReplyMatch> matches = new ArrayList<>();
        for (int template : ranking.order().subList(0, Math.min(limit, ranking.order().size()))) {
            double confidence = Calibration.confidence(now.table(), ranking.score(template));
            if (matches.isEmpty() && (confidence < silentBelow || confidence == 0)) {
                return List.of();
            }
            if (confidence > 0) {
                matches.add(new ReplyMatch(now.templates().get(template), confidence,
                        because(now, features, ranking, template)));
            }
        }
        return List.copyOf(matches);
    }

    /** Templates in their order, with what they were ranked by. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else sees it
    private record Ranking(List<Integer> order, double[] scores, Cases.Neighbours neighbours) {

        double score(int template) {
            return scores[template];
        }
    }

    private static Ranking rank(State now, char[] buckets, Predicate<? super ReplyTemplate.Id> admitted,
            char @Nullable [] itself) {
        int templates = now.templates().size();
        float[][] views = now.model().views(vector(now, buckets), templates);
        Cases.Neighbours near = now.cases().near(buckets, now.count(), now.messages(), itself);
        double[] votes = new double[templates];
        double[] nearest = new double[templates];
        double all = 0;
        for (int i = 0; i < near.indexes().length; i++) {
            int template = now.cases().template(near.indexes()[i]);
            double vote = Math.pow(near.likeness()[i], NEIGHBOUR_POWER);
            votes[template] += vote;
            all += vote;
            nearest[template] = Math.max(nearest[template], near.likeness()[i]);
        }
        double closest = near.likeness().length == 0 ? 0 : near.likeness()[0];
        boolean[] in = new boolean[templates];
        double[] logits = new double[templates];
        double highest = Double.NEGATIVE_INFINITY;
        for (int each = 0; each < templates; each++) {
            in[each] = admitted.test(now.templates().get(each));
            logits[each] = (views[0][each] + views[1][each]) / LinearModel.VIEWS
                    + (all > 0 ? NEIGHBOUR_WEIGHT * closest * votes[each] / all : 0);
            highest = in[each] ? Math.max(highest, logits[each]) : highest;
        }
        double sum = 0;
        for (int each = 0; each < templates; each++) {
            sum += in[each] ? Math.exp(logits[each] - highest) : 0;
        }
        double[] scores = new double[templates];
        for (int each = 0; each < templates; each++) {
            // how likely by itself, how likely beside the others, and whether anything like it was ever seen
            scores[each] = Math.sqrt(LinearModel.sigmoid(logits[each]) * Math.exp(logits[each] - highest) / sum)
                    * closest;
        }
        List<Integer> order = IntStream.range(0, templates).filter(each -> in[each]).boxed()
                .sorted(Comparator.comparingDouble((Integer each) -> logits[each]).reversed()).toList();
        return new Ranking(order, scores, near);
    }

    private static ReplyMatch.Because because(State now, MessageFeatures features, Ranking ranking, int template) {
        LinearModel.Vector vector = vector(now, features.buckets());
        Map<String, Double> words = new LinkedHashMap<>();
        features.words().forEach((word, buckets) -> {
            double sum = 0;
            for (char bucket : buckets) {
                sum += now.model().weight(bucket, template)
                        * vector.values()[Arrays.binarySearch(vector.buckets(), bucket)];
            }
            words.put(word, sum);
        });
        List<ReplyMatch.Case> cases = new ArrayList<>();
        for (int i = 0; i < ranking.neighbours().indexes().length && cases.size() < CASES_TOLD; i++) {
            int index = ranking.neighbours().indexes()[i];
            if (now.cases().template(index) == template) {
                cases.add(new ReplyMatch.Case(now.cases().reference(index), ranking.neighbours().likeness()[i]));
            }
        }
        return new ReplyMatch.Because(words.entrySet().stream().filter(word -> word.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(WORDS_TOLD)
                .map(Map.Entry::getKey).toList(), cases);
    }

    /**
     * Forgets a template with all its cases, as if they had never been learned. Takes as long as learning the others did.
     *
     * @param templateId the template
     * @return how many cases were forgotten
     */
    public int forget(ReplyTemplate.Id templateId) {
        requireNonNull(templateId, "templateId");
        return forgetLessons(lesson -> lesson.template().equals(templateId));
    }

    /**
     * Forgets cases, as if they had never been learned, such as those of a person who is to be erased. Takes as long as learning the
     * others did.
     *
     * @param references whether the cases that were learned under a reference are to be forgotten
     * @return how many cases were forgotten
     */
    public int forget(Predicate<String> references) {
        requireNonNull(references, "references");
        return forgetLessons(lesson -> !lesson.reference().isEmpty() && references.test(lesson.reference()));
    }

    private int forgetLessons(Predicate<Lesson> which) {
        synchronized (learning) {
            List<Lesson> kept = lessons.stream().filter(which.negate()).toList();
            int forgotten = lessons.size() - kept.size();
            if (forgotten > 0) {
                learnAnew(kept);
            }
            return forgotten;
        }
    }

    /** Under the lock: readers see the old state until the new one is complete. */
    private void learnAnew(List<Lesson> kept) {
        lessons.clear();
        waiting.clear();
        numbers.clear();
        uses.clear();
        State anew = new State(List.of(), LinearModel.empty(), new Cases(), 0, 0, Calibration.none(),
                Calibration.none().table());
        for (Lesson lesson : kept) {
            lessons.add(lesson);
            anew = learned(anew, lesson);
        }
        state = anew;
    }

    /**
     * Everything it knows, to be kept and {@linkplain #restore restored} elsewhere or later.
     *
     * @return bytes with their version and a check sum; as private as the matcher itself
     */
    public byte[] snapshot() {
        synchronized (learning) {
            IdentityHashMap<char[], Integer> indexes = new IdentityHashMap<>();
            for (int index = 0; index < state.count(); index++) {
                indexes.put(state.cases().buckets(index), index);
            }
            return MatcherSnapshot.write(out -> {
                out.writeInt(numbers.size());
                for (ReplyTemplate.Id template : numbers.keySet()) {
                    out.writeUTF(template.value());
                }
                out.writeInt(lessons.size());
                for (Lesson lesson : lessons) {
                    Integer index = indexes.get(lesson.buckets());
                    out.writeShort(number(lesson.template()));
                    out.writeUTF(lesson.outcome().name());
                    out.writeUTF(lesson.reference());
                    out.writeInt(index == null ? -1 : index);
                    out.writeDouble(index == null ? 0 : state.cases().length(index));
                    out.writeShort(lesson.buckets().length);
                    out.writeChars(new String(lesson.buckets()));
                }
                out.writeInt(waiting.size());
                for (Lesson lesson : waiting) {
                    out.writeInt(lessons.indexOf(lesson));
                }
                state.calibration().write(out);
                state.model().write(out);
            });
        }
    }

    /**
     * Takes on what another matcher knew, in place of what this one knows. Answers and learns as that one would have; how sure it has to
     * be stays its own.
     *
     * @param snapshot what {@link #snapshot} gave
     * @throws InvalidInputException if it is damaged, of another version or something else; then nothing has changed, and the matcher is
     *         to be taught from wherever the cases are kept
     */
    public void restore(byte[] snapshot) {
        synchronized (learning) {
            MatcherSnapshot.read(snapshot, this::restore);
        }
    }

    private void restore(DataInput in) throws IOException {
        Map<ReplyTemplate.Id, Integer> newNumbers = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            newNumbers.put(ReplyTemplate.Id.of(in.readUTF()), newNumbers.size());
        }
        List<ReplyTemplate.Id> templates = List.copyOf(newNumbers.keySet());
        Map<ReplyTemplate.Id, Integer> newUses = new LinkedHashMap<>();
        List<Lesson> newLessons = new ArrayList<>();
        TreeMap<Integer, Lesson> byIndex = new TreeMap<>();
        Map<Integer, Double> lengths = new HashMap<>();
        Cases cases = new Cases();
        for (int left = in.readInt(); left > 0; left--) {
            ReplyTemplate.Id template = templates.get(in.readUnsignedShort());
            Outcome outcome = Outcome.valueOf(in.readUTF());
            String reference = in.readUTF();
            int index = in.readInt();
            double length = in.readDouble();
            char[] buckets = new char[in.readUnsignedShort()];
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = in.readChar();
            }
            Lesson lesson = new Lesson(template, buckets, reference, outcome);
            newLessons.add(lesson);
            cases.count(buckets);
            if (outcome.right) {
                newUses.merge(template, 1, Integer::sum);
            }
            if (index >= 0) {
                byIndex.put(index, lesson);
                lengths.put(index, length);
            }
        }
        byIndex.forEach((index, lesson) -> cases.put(index, lesson.buckets(),
                requireNonNull(newNumbers.get(lesson.template())), lesson.reference(),
                requireNonNull(lengths.get(index))));
        List<Lesson> newWaiting = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            newWaiting.add(newLessons.get(in.readInt()));
        }
        Calibration calibration = Calibration.read(in);
        State restored = new State(templates, LinearModel.read(in), cases, byIndex.size(), newLessons.size(),
                calibration, calibration.table());
        lessons.clear();
        lessons.addAll(newLessons);
        waiting.clear();
        waiting.addAll(newWaiting);
        numbers.clear();
        numbers.putAll(newNumbers);
        uses.clear();
        uses.putAll(newUses);
        state = restored;
    }

    /** {@return the templates that it knows, in the order in which it came to know them} */
    public List<ReplyTemplate.Id> templates() {
        return state.templates();
    }

    /** {@return how many cases it keeps} */
    public int cases() {
        synchronized (learning) {
            return lessons.size();
        }
    }

    /** {@return how much it knows, and nothing of what} */
    @Override
    public String toString() {
        State now = state;
        return "ReplyMatcher[" + now.templates().size() + " templates, " + now.messages() + " messages]";
    }
}
