"""账户: one's own password, who may open this laptop, when it locks by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.desktop.desk import Desk
from clinic_app.desktop.pages.page import SCROLLS_ITSELF, Page
from clinic_app.desktop.theme import theme
from clinic_app.desktop.widgets.basic import Card, column, label, scrolled
from clinic_app.desktop.widgets.idle_card import IdleCard
from clinic_app.desktop.widgets.own_password_card import OwnPasswordCard
from clinic_app.desktop.widgets.people_card import NewPersonCard, PeopleCard
from clinic_app.desktop.words import listed
from clinic_app.store.accounts import Account, list_accounts


class AccountsPage(Page):
    """Everybody changes the own password here; the rest is for whoever looks after the laptop."""

    least_rows = SCROLLS_ITSELF

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "")
        self.title.setText(self.tr("账户"))
        self.own = OwnPasswordCard(desk)
        self.idle = IdleCard(desk)
        self.people: PeopleCard | None = None
        self.fresh: NewPersonCard | None = None
        self.who_helps: QLabel | None = None
        content = QWidget()
        cards = [*self._administration(), self.own, self.idle]
        content.setLayout(column(*cards, None, spacing=theme().lengths.gap))
        scrolled(content, self.body)
        self.own.changed.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Read who there is."""
        database = self.desk.database
        self.desk.work.read(self, lambda: list_accounts(database), self._show, key="accounts")

    def take_focus(self) -> None:
        """The people, or the own password."""
        if self.people is not None:
            self.people.table.setFocus()
        else:
            self.own.old.setFocus()

    def _administration(self) -> list[QWidget]:
        if not self.desk.database.actor.administers:
            card, self.who_helps = Card(), label("", wrap=True)
            card.body.addWidget(label(self.tr("谁管理这台电脑"), "section"))
            card.body.addWidget(self.who_helps)
            return [card]
        self.people, self.fresh = PeopleCard(self.desk), NewPersonCard(self.desk)
        self.people.changed.connect(self.refresh)
        self.fresh.added.connect(self.refresh)
        return [self.people, self.fresh]

    def _show(self, accounts: Sequence[Account]) -> None:
        if self.people is not None:
            self.people.show_accounts(accounts)
        if self.who_helps is not None:
            names = listed(each.name for each in accounts if each.administers and not each.disabled)
            words = self.tr("{names}。要加人、忘了密码、换角色，找他；自己的密码自己在下面改。")
            self.who_helps.setText(words.format(names=names))
        self.filled()
