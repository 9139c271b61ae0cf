"""Who works here."""

from __future__ import annotations

from fapiao.cases.bound import Room, ask, case
from fapiao.usecases.people.accounts import as_account, freeze_person, people, reset_password
from fapiao.usecases.people.add import add_person
from fapiao.usecases.people.initialise import initialise
from fapiao.usecases.people.language import choose_language, read_language
from fapiao.usecases.people.policy import set_policy
from fapiao.usecases.people.sign_in import arrive, change_password, check_session, sign_in, sign_out


class PeopleCases(Room):
    """What is done with accounts and sessions."""

    arrive = ask(arrive)
    sign_in = ask(sign_in)
    sign_out = case(sign_out)
    check_session = case(check_session)
    change_password = case(change_password)
    read_language = case(read_language)
    choose_language = case(choose_language)
    freeze = case(freeze_person)
    reset_password = case(reset_password)
    initialise = ask(initialise)
    add = case(add_person)
    all = case(people)
    as_account = case(as_account)
    set_policy = case(set_policy)
