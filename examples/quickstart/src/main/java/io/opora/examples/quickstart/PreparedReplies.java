package io.opora.examples.quickstart;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.desk.SupportDesk.AutomaticAnswer;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The requests of the sample's first day once more, answered with prepared replies: what is suggested and why, before each agent picks
 * the one that fits, and how much better the suggestions get by that.
 */
final class PreparedReplies {

    /** Which reply the agents found right, by the ids of the requests. */
    private static final Map<String, String> PICKED = picked(
            "repair q1 q2 q9 q14 q15 q19 q21 q22 q30 q33 q36 q38 q40 q44 "
                    + "q45 q47 q55 q61 q65",
            "payment q5 q23 q24 q27 q34 q41 q50 q56 q66", "delivery q4 q6 q31 q48 q57",
            "advice q3 q10 q18 q20 q32 q35 q43", "return q8 q29", "papers q12 q28 q52");

    private static final Actor ANNA = Actor.agent("anna");
    private static final Locale RUSSIAN = Locale.of("ru");
    private static final int MOST_ROWS = 12;
    private static final int TEXT = 34;
    /** How sure the program has to be that answers by itself. */
    private static final double SURE = 0.6;
    private static final String HUMAN_ONLY = "A person, please: where is my order DP-20377, it said Friday";

    private final Scenario scenario;
    private final PrintStream out;
    private final SettableClock clock;
    private final SupportDesk desk;

    PreparedReplies(Scenario scenario, PrintStream out) {
        this.scenario = scenario;
        this.out = out;
        clock = SettableClock.at(scenario.start());
        desk = SupportDesk.builder().clock(clock).random(new Random(3))
                .virtualManager(SupportDesk.VirtualManager.of("robot", SURE, ReplyTemplate.Id.of("delivery")))
                .build();
    }

    private static Map<String, String> picked(String... lines) {
        Map<String, String> picked = new HashMap<>();
        for (String line : lines) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            words.subList(1, words.size()).forEach(request -> picked.put(request, words.getFirst()));
        }
        return Map.copyOf(picked);
    }

    private void save(String id, String title, String english, String russian, String... examples) {
        desk.replies().save(desk.templateEditor(ANNA), ReplyTemplate.builder(id, title)
                .variable(Variable.of("customer.name", ReplyTemplate.Type.LINE, Source.CUSTOMER).optional())
                .text(Locale.ENGLISH, "Hello{{#customer.name}} {{customer.name}}{{/customer.name}}, " + english)
                .text(RUSSIAN, "Здравствуйте{{#customer.name}}, {{customer.name}}{{/customer.name}}! " + russian)
                .examples(examples).build(), 0);
    }

    private void prepare() {
        save("repair", "Something is broken or does not work", "we are sorry. What does it show, and since when?",
                "Нам жаль. Что он показывает и с каких пор?", "the device stopped working and shows an error",
                "прибор сломался, не работает, пишет ошибку");
        save("payment", "Payment, charge, bonus or refund", "we look at the payment and write within the hour.",
                "Проверим платёж и ответим в течение часа.", "I paid but was charged twice, give my money back",
                "деньги списали, оплата не прошла");
        save("delivery", "Where an order is, delivery and pick-up points",
                "pick-up points are open from 9 to 21; the page of your order says where it is.",
                "Пункты выдачи открыты с 9 до 21; где заказ, видно на его странице.",
                "where is my parcel, when will it be delivered",
                "где мой заказ, когда доставка, до скольки пункт выдачи");
        save("advice", "Which product fits", "tell us a little more about where you will use it.",
                "Расскажите чуть подробнее, где вы будете им пользоваться.", "which model do you recommend for me",
                "какую модель посоветуете, подойдёт ли");
        save("return", "Returning an order", "of course: here is a prepaid label.",
                "Конечно: вот наклейка для возврата.",
                "I would like to return my order, it does not fit", "хочу вернуть заказ, не подошёл");
        save("papers", "Manuals, invoices and other papers", "here is the document.", "Высылаем документ.",
                "please send me the manual or the invoice", "пришлите инструкцию или закрывающие документы");
    }

    /** Plays the day and shows it. */
    void show() {
        try (desk) {
            prepare();
            day();
            program();
        }
    }

    private void day() {
        List<Boolean> right = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        int suggested = 0;
        Table table = new Table(Display.WIDTH).left("request", TEXT).left("suggested").left("sure").left("picked")
                .wrapped("because of");
        for (Numbered<IncomingRequest> numbered : scenario.requests()) {
            IncomingRequest request = numbered.value();
            String picked = PICKED.get(request.id());
            if (picked == null && !request.id().equals("q7") && !request.id().equals("q16")) {
                continue; // of another day, or a message to a request that is there
            }
            clock.set(request.at());
            Ticket ticket = desk.tickets().open(request.actor(), request.toTicket());
            Replies.Request asked = desk.request(ANNA, ticket.id());
            Optional<Replies.Suggestion> first = desk.replies().suggest(asked, 3).stream().findFirst();
            if (picked == null) {
                if (first.isEmpty()) {
                    silent.add('"' + Display.cut(Display.clean(request.text()), TEXT) + '"');
                }
                continue;
            }
            suggested += first.isPresent() ? 1 : 0;
            right.add(first.map(each -> each.template().id().value().equals(picked)).orElse(false));
            if (right.size() <= MOST_ROWS / 2 || right.size() > PICKED.size() - MOST_ROWS / 2) {
                table.row(Display.clean(request.text()), first.map(each -> each.template().id().value()).orElse("–"),
                        first.map(each -> String.format(Locale.ROOT, "%.2f", each.confidence())).orElse(""), picked,
                        first.map(each -> String.join(", ", each.because().words())).orElse(""));
            }
            ReplyTemplate.Id template = ReplyTemplate.Id.of(picked);
            if (desk.replies().render(template, asked, Values.builder().build()) instanceof Rendering.Rendered text) {
                desk.reply(ANNA, ticket.id(), template, text, Reply.of(text.text()).withLocale(text.locale()));
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        int third = right.size() / 3;
        lines.add("");
        lines.addAll(Display.wrap("Right at the first place: " + share(right.subList(0, third))
                + " requests in the first third of the day, "
                + share(right.subList(right.size() - third, right.size())) + " in the last; " + suggested
                + " suggestions in all, of which " + share(right).replaceFirst(" .*", "") + " were right. Six templates"
                + " with two examples each is all it began with, and no two customers ask the same.", Display.WIDTH));
        lines.add("Nothing was suggested for " + String.join(" and ", silent) + ".");
        Quickstart.print(out, "Prepared replies: what is suggested, how sure, what the agent sent", lines);
    }

    private static String share(List<Boolean> right) {
        return right.stream().filter(each -> each).count() + " of " + right.size();
    }

    private void program() {
        List<String> lines = new ArrayList<>();
        for (String text : List.of("до скольки открыт пункт выдачи на садовой?", HUMAN_ONLY,
                "деньги списали два раза, верните")) {
            Ticket ticket = desk.tickets().open(Actor.customer("vera"),
                    OpenTicket.builder(Display.cut(text, TEXT), text)
                            .locale(text.equals(HUMAN_ONLY) ? Locale.ENGLISH : RUSSIAN).build());
            lines.add('"' + text + '"');
            lines.add("  " + switch (desk.answerAutomatically(ticket.id())) {
                case AutomaticAnswer.Sent sent -> String.format(Locale.ROOT,
                        "answered by itself with '%s', sure at %.2f; the ticket stays %s", sent.template(),
                        sent.confidence(), sent.ticket().status());
                case AutomaticAnswer.LeftToPeople left -> "left to people: " + left.reason().message();
            });
        }
        Quickstart.print(out,
                "A program that may answer about deliveries where it is sure, and leaves the rest to people",
                lines);
    }
}
