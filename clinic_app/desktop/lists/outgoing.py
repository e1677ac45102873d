"""A list onto paper and into a file: asked for, read in the reading lane, written as an audited act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from clinic_app.desktop.forms.draft_keeper import WordsKeeper
from clinic_app.desktop.lists.column import Column
from clinic_app.desktop.long_work import Ended, Kind
from clinic_app.desktop.models.list_model import Row
from clinic_app.desktop.widgets.export_question import ExportQuestion
from clinic_app.desktop.widgets.second_person import FourEyes
from clinic_app.desktop.words import listed
from clinic_app.exchange.list_file import FORMATS, Format
from clinic_app.exchange.list_template import Template
from clinic_app.exchange.spreadsheet import MOST_PEOPLE, TooManyPeople
from clinic_app.gathered.by_template import in_order_of, list_templates
from clinic_app.gathered.plain_list import MOST_PRINTED, PlainList, export_list, needed
from clinic_app.progress import Step, Watch, unwatched
from clinic_app.records.permission import Act
from clinic_app.store.accounts import Account
from clinic_app.store.database import Database
from clinic_app.store.errors import StoreError

if TYPE_CHECKING:
    from clinic_app.desktop.lists.frame import ListFrame

Write = Callable[[Database, Path, str, Format], object]
"""In the lane of long work: the file, the reason, how."""
Writer = Callable[["Taken"], Write]
"""In the main thread: what writes a list in a shape of its own instead of as it stands on the screen."""


@dataclass(frozen=True)
class Taken:
    """Which rows and columns of a list go out; `read` brings the rows, over a connection that may show them."""

    name: str
    title: str
    about: str
    of: str
    ids: Sequence[str]
    columns: Sequence[Column]
    places: Sequence[int]
    read: Callable[[Any], Iterable[Row]]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.ids)


class Outgoing(QObject):
    """Of one list."""

    def __init__(self, frame: ListFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._desk = frame.desk
        self.writer: Writer | None = None
        self.formats: Sequence[Format] = FORMATS
        self.count_of: Callable[[Sequence[str]], int] = len
        """How many lines the file will have: a row of the screen may stand for several."""
        self.question: ExportQuestion | None = None
        self.four_eyes = FourEyes(frame.desk, frame)
        self._reason = ""
        self._taken: Taken | None = None
        self._templates: list[Template] = []

    def allowed(self) -> tuple[bool, bool]:
        """Whether the person's role prints and lets out what the list is of."""
        of = self._frame.of
        return self._desk.may(*needed(Act.PRINT, of)), self._desk.may(*needed(Act.EXPORT, of))

    @Slot()
    def print_list(self) -> None:
        """Show the paper; it prints from there."""
        taken = self._frame.taken()
        if taken.count > MOST_PRINTED:
            words = self.tr("一次最多打印 {most} 行，这里有 {count} 行。先筛选，或选中一部分，再打印。")
            self._desk.say(words.format(most=MOST_PRINTED, count=taken.count), "watch")
        elif taken.count:
            read = partial(_gather, self._desk.database, Act.PRINT, taken)
            self._desk.work.read(self, read, self._show_paper, self._failed, key="list")

    def _show_paper(self, found: PlainList) -> None:
        self._desk.open("list_paper", listed=found)

    @Slot()
    def export_list(self) -> None:
        """Ask what for; then where to."""
        # What was confirmed goes out, whatever a sync brings onto the list meanwhile.
        self._taken = self._frame.taken()
        self._desk.read(self, list_templates, self._keep_templates, key="templates")
        count = self.count_of(self._taken.ids)
        if count > MOST_PEOPLE:
            self._desk.say(str(TooManyPeople()), "watch")
        elif count:
            self.question = ExportQuestion(count, self._frame)
            self.question.confirmed.connect(self._ask_who)
            WordsKeeper(self._desk, self.question, self.question.words, "export words:")
            self.question.open()

    def _keep_templates(self, found: list[Template]) -> None:
        self._templates = found

    @property
    def offered(self) -> dict[str, Format]:
        """The kinds of files, by their words in the dialog: as the list stands, or in the order of a template."""
        plain = {self.tr(each.words): each for each in self.formats}
        if self.writer is not None:
            return {f"{words} (*{form.suffix})": form for words, form in plain.items()}
        ordered = {
            self.tr("按“{template}”的列：{format}").format(template=each.name, format=words): replace(
                form, head=each.head
            )
            for each in self._templates
            for words, form in plain.items()
        }
        return {f"{words} (*{form.suffix})": form for words, form in {**plain, **ordered}.items()}

    @Slot(str)
    def _ask_who(self, reason: str) -> None:
        """A list of many people is let out by two, where two exist."""
        self._reason = reason
        question = self.question
        if question is None or not question.asks_again:
            self._ask_where(reason)
            return
        about = self.tr("导出 {count} 条，要两个人确认").format(count=question.count)
        target = f"list-{self._frame.name}:{question.count}"
        self.four_eyes.ask(about, self._confirmed, target=target)

    def _confirmed(self, second: Account | None) -> None:
        self._ask_where(self._reason)

    def _ask_where(self, reason: str) -> None:
        filters = self.offered
        name = f"{self._frame.title} {self._desk.today.isoformat()}.xlsx"
        path, chosen = QFileDialog.getSaveFileName(self._frame, self.tr("导出名单"), name, ";;".join(filters))
        if path:
            form = filters.get(chosen, FORMATS[0])
            self.export_to(Path(path).with_suffix(form.suffix), reason, form, self._taken)

    def export_to(self, path: Path, reason: str, form: Format = FORMATS[0], confirmed: Taken | None = None) -> None:
        """Write the list, in the background: of thousands of lines it takes a while."""
        taken = confirmed or self._frame.taken()
        write = self.writer(taken) if self.writer is not None else None
        database, count = self._desk.database, self.count_of(taken.ids)
        words = self.tr("已导出 {count} 条：{name}。表里可能有姓名电话，用完收好。")
        done = Ended(words.format(count=f"{count:,}", name=path.name))

        if form.head:
            # A column that is put away on the screen is still asked for by the other system.
            every = range(len(self._frame.columns))
            taken = replace(taken, columns=self._frame.columns, places=list(every))

        def run(watch: Watch) -> list[str]:
            if write is None:
                return _write(taken, database, path, reason, form, watch)
            watch.tell(Step.WRITE)
            write(database, path, reason, form)
            return []

        def ended(empty: list[str]) -> Ended:
            left = self.tr("模板里这些列没有内容，空着：{columns}。").format(columns=listed(empty)) if empty else ""
            return replace(done, words=done.words + left, state="watch" if empty else done.state)

        self._desk.long_work.begin(
            self, Kind.EXPORT, self.tr("导出名单"), run, ended,
            failed=self._not_written, known=(TooManyPeople,),
        )  # fmt: skip

    def _not_written(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, (TooManyPeople, StoreError)):
            self._desk.say(str(error), "watch")
        elif isinstance(error, OSError):
            words = self.tr("表格没有写成，换个文件夹或关掉打开着的同名表格再导出。本机的内容都在。")
            self._desk.say(words, "danger")
        else:
            self._desk.work.bug_found.emit(error)


def _write(taken: Taken, database: Database, path: Path, reason: str, form: Format, watch: Watch) -> list[str]:
    """In the lane of long work; the columns of a template that stay empty."""
    ids: list[str] = []
    found = _gather(database, Act.EXPORT, taken, watch, ids)
    watch.check()
    empty: list[str] = []
    if form.head:
        found, empty = in_order_of(database, found, ids, form.head)
    watch.tell(Step.WRITE)
    export_list(database, found, path, reason, form)
    return empty


def _gather(
    database: Database, act: Act, taken: Taken, watch: Watch | None = None, ids: list[str] | None = None
) -> PlainList:
    """In a lane: what the role may print or let out, in words; `ids` takes those of the lines. Raises Stopped."""
    watch, lines = watch or unwatched(), []
    with database.shown(act) as connection:
        for row in taken.read(connection):
            watch.check()
            if ids is not None:
                ids.append(row.id)
            lines.append(_line(row, taken.places, in_full=act is Act.EXPORT))
            watch.tell(Step.GATHER, len(lines), taken.count)
    head = [each.words for each in taken.columns]
    return PlainList(taken.name, taken.title, taken.about, taken.of, head, lines)


def _line(row: Row, places: Sequence[int], *, in_full: bool) -> list[str]:
    return [(row.full.get(each) if in_full else None) or row.text_of(each) for each in places]
