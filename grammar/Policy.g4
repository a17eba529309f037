// The grammar of Assent policies. Sections stand in the order of
// docs/language.md. The parser is generated from this file; the lexer rules at
// the end are the definition of the words, which compiler/syntax/scan.cpp
// implements (a test holds the two against each other).
//
// Laws kept here:
//  - Every decision looks at one token (a test says so): no lookahead, no
//    prediction, and messages about the word at which a reader stumbles.
//  - A statement ends with `;`. After the `}` of a block it is supplied
//    (compiler/syntax/cut.cpp) where the statement does not go on with `,`,
//    `except`, `despite` or `oblige`.
//  - `any` is written out: what it is any of follows it.
grammar Policy;

// ---------------------------------------------------------------- files

// Parsed one declaration at a time: a file is a sequence of these.
declaration
  : importing=importFile
  | words=vocabulary
  | permitting=permission
  | party=partner
  | standard=program
  | contract=agreement
  | product=feature
  | interface=interfaceScope
  | rules=ruleGroup
  | prohibition=forbid
  | assumption=assume
  | statement=claim
  | requirement=require
  | members=group
  | shorthand=namedCondition
  | used=usePack
  | about=pack
  | example=test
  ;

importFile: 'import' path=STRING ';';

// ---------------------------------------------------------------- vocabulary

vocabulary: 'vocabulary' '{' items+=vocabularyItem* '}' ';';

vocabularyItem
  : terms=termDeclaration
  | names=namesDeclaration
  | fact=attribute
  | obligations=obligationDeclaration
  ;

termDeclaration
  : kind=('data' | 'action' | 'purpose') terms+=term (',' terms+=term)* ';'
  ;

term: id=name title=STRING? marks+=termMark* block=termBlock?;

termMark
  : 'needs' consent=value
  | 'tagged' tags+=name ('and' tags+=name)*
  | inbound='inbound'
  ;

termBlock: '{' items+=termItem* '}';

// Inside a block a term may bear almost any word: `from;` in `message { ... }`.
termItem
  : 'includes' included+=name (',' included+=name)* ';'
  | children+=childTerm (',' children+=childTerm)* ';'
  ;

childTerm: id=childName title=STRING? marks+=termMark* block=termBlock?;

namesDeclaration
  : 'relation' relations+=relationEntry (',' relations+=relationEntry)* ';'
  | 'role' roles+=roleEntry (',' roles+=roleEntry)* ';'
  | 'tag' tags+=tagEntry (',' tags+=tagEntry)* ';'
  ;

relationEntry: id=name title=STRING? marks+=relationMark*;

relationMark
  : 'tagged' tags+=name ('and' tags+=name)*
  | 'via' nearer=name
  ;

roleEntry: id=name title=STRING? marks+=roleMark*;

// Here `,` goes on with the next role.
roleMark
  : 'tagged' tags+=name ('and' tags+=name)*
  | 'for' purposes+=listItem ('and' purposes+=listItem)*
  ;

tagEntry: id=name title=STRING?;

attribute
  : 'attribute' id=name ':' type=attributeType ('default' initial=value)? ';'
  ;

attributeType
  : boolean='bool'
  | low=INTEGER '..' high=INTEGER
  | first=firstValue
    ( ordered='<' values+=value ('<' values+=value)*
    | (',' values+=value)*
    )
  ;

obligationDeclaration
  : 'obligation' items+=obligation (',' items+=obligation)* ';'
  ;

obligation
  : id=name ('(' parameters+=parameter (',' parameters+=parameter)* ')')?
  ;

parameter: id=name ':' low=INTEGER '..' high=INTEGER;

// ---------------------------------------------------------------- permissions

permission
  : 'permission' id=name title=STRING? 'of' owners+=name (',' owners+=name)*
    '{' items+=permissionItem* '}' ';'
  ;

permissionItem
  : 'choices' choices+=value (',' choices+=value)* ';'
  | 'default' initial=value ';'
  | 'consent' consent=value ';'
  | 'governs' governs=scope ';'
  | 'open' 'when' openWhen+=value (',' openWhen+=value)* ';'
  ;

// ------------------------------------------------- partners and programs

// From the first day, until the day after the last, or for ever.
lifetime
  : 'from' first=day
    ('until' last=day | 'open_ended' 'because' reason=STRING)?
  | 'until' last=day
  | 'open_ended' 'because' reason=STRING
  ;

// What the author does not know, is said: a variable of the policy.
day
  : known=DATE
  | unknown='unknown'
    ( 'whether' days+=DATE ('or' days+=DATE)+
    | 'in' (low=DATE '..' high=DATE | year=INTEGER)
    | 'after' after=DATE
    | 'before' before=DATE
    )?
  ;

partner: 'partner' id=name title=STRING? ('role' role=name)? ';';

program
  : 'program' id=name title=STRING? '{' items+=programItem* '}' ';'
  ;

programItem
  : life=lifetime ';'
  | 'ceiling' ceiling=condition ';'
  | 'standard' standard=scope ';'
  | 'oblige' uses+=use (',' uses+=use)* ';'
  ;

// ---------------------------------------------------------------- agreements

agreement
  : 'agreement' id=name title=STRING? 'with' partners=counterparties
    ('under' program_=name)? '{' items+=agreementItem* '}' ';'
  ;

counterparties
  : 'every' role=name
  | any='any' 'partner'
  | names+=name (',' names+=name)*
  ;

agreementItem
  : life=lifetime ';'
  | 'requested' requested=day ';'
  | 'approved' 'by' (approver=STRING | somebody='unknown') ';'
  | 'unknown' 'whether' unsaid+=unsaidField (',' unsaid+=unsaidField)* ';'
  | 'disclosed' 'in' disclosed+=place (',' disclosed+=place)* ';'
  | 'consideration' consideration=place ';'
  | 'amends' amended+=name (',' amended+=name)* ';'
  | 'lifecycle' lifecycle=name ';'
  | 'flows' flows+=flow (',' flows+=flow)* ';'
  | 'purposes' purposes+=listItem (',' purposes+=listItem)* ';'
  | 'oblige' uses+=use (',' uses+=use)* ';'
  | clause=allow
  ;

// Of these nothing is known, also not whether.
unsaidField: name | 'approved';

place: word=value | text=STRING;

flow: name | 'inbound';

// First what is allowed, its parts in any order; then the rest, likewise.
allow
  : (label=labelName ':')? 'allow' about=scope tails+=clauseTail* ';'
  ;

clauseTail
  : exceptions=exceptBlock
  | overrides=overriding
  | 'oblige' uses+=use (',' uses+=use)*
  ;

// -------------------------------------------------------------- what about

// Which parts must be written, the Model knows.
scope: actions=actionList? parts+=scopePart*;

scopePart
  : 'on' data=dataList
  | 'of' relations=relationList
  | 'for' purposes=purposeList
  | window=period
  | 'when' when=condition
  ;

actionList: any='any' 'action' | items+=listItem (',' items+=listItem)*;
dataList: any='any' 'data' | items+=listItem (',' items+=listItem)*;
relationList: any='any' 'relation' | items+=listItem (',' items+=listItem)*;
purposeList: any='any' 'purpose' | items+=listItem (',' items+=listItem)*;

listItem
  : id=name
  | 'tagged' tag=name
  | unknown='unknown' ('whether' either+=name ('or' either+=name)+)?
  ;

period: 'from' first=day | 'until' last=day;

// ------------------------------------------------- exceptions, overrides

exceptBlock: 'except' '{' items+=exceptItem* '}';

exceptItem: effect=('deny' | 'allow') about=scope nested+=exceptBlock* ';';

overriding
  : 'despite' permissions+=name (',' permissions+=name)*
    parts+=overridePart*
  ;

overridePart
  : 'because' reason=STRING
  | 'approved' 'by' (approver=STRING | somebody='unknown')
  | unsaid='unknown' 'whether' 'approved'
  | 'until' last=DATE
  ;

use: id=name ('(' arguments+=argument (',' arguments+=argument)* ')')?;

argument: id=name ':' given=value;

// ---------------------------------------------------------------- conditions

condition: operands+=conjunction ('or' operands+=conjunction)*;

conjunction: operands+=factor ('and' operands+=factor)*;

factor: negations+='not'* operand=primary;

primary
  : '(' inside=condition ')'
  | 'consent' 'of' person=name consentTest=comparison
  | attributeName=plainName attributeTest=comparison?
  ;

comparison
  : 'is' negation='not'?
    ( single=plainValue
    | other=PATH
    | set='one' 'of' '{' values+=value (',' values+=value)* '}'
    )
  | op=('<' | '<=' | '>' | '>=') (values+=value | other=PATH)
  | 'in' low=value '..' high=value
  ;

// ---------------------------------------------------------------- whole set

forbid
  : (label=freeName ':')? 'forbid' about=partnerScope
    ('because' reason=STRING)? ';'
  ;

// A scope that may be restricted to partners.
partnerScope: actions=actionList? parts+=partnerPart*;

partnerPart
  : 'on' data=dataList
  | 'of' relations=relationList
  | 'for' purposes=purposeList
  | window=period
  | 'with' partners=counterparties
  | 'when' when=condition
  ;

// Policies from elsewhere: permits count as grants, denials as prohibitions.
ruleGroup
  : 'rules' id=name title=STRING? 'combine' algorithm=name
    actions=actionList? parts+=partnerPart* '{' items+=ruleGroupItem* '}' ';'
  ;

ruleGroupItem
  : life=lifetime ';'
  | nested=ruleGroup
  | (label=WORD ':')? effect=('permit' | 'deny') about=partnerScope ';'
  ;

assume: 'assume' always=condition ('because' reason=STRING)? ';';

claim
  : 'claim' title=STRING ('cite' citation=STRING)?
    'never' 'permit' actions=claimActions? parts+=claimPart* ';'
  ;

// Here alone `any` may stand for `any action on any data`.
claimActions: any='any' 'action'? | items+=listItem (',' items+=listItem)*;

claimPart
  : 'on' data=dataList
  | 'of' relations=relationList
  | 'for' purposes=purposeList
  | window=period
  | 'with' partners=counterparties
  | 'where' where=condition
  ;

require
  : 'require' title=STRING? ('cite' citation=STRING)? 'every' 'agreement'
    parts+=requirePart* 'has' fields+=requiredField
    ('and' fields+=requiredField)* ('because' reason=STRING)? ';'
  ;

requirePart
  : 'with' partners=counterparties
  | 'under' program_=name
  | 'that' 'has' given+=requiredField ('and' given+=requiredField)*
  ;

requiredField: negation='no'? id=requiredName;

requiredName: name | 'approved';

// ------------------------------------------------ features, registry

feature
  : 'feature' id=name title=STRING? 'of' partners=counterparties
    '{' items+=featureItem* '}' ';'
  ;

featureItem
  : 'needs' needs=scope ';'
  | 'live' live=lifetime ';'
  ;

interfaceScope
  : 'scope' id=name title=STRING? '{' items+=interfaceItem* '}' ';'
  ;

interfaceItem
  : 'exposes' exposes=scope ';'
  | 'held' 'by' partners=counterparties held=lifetime? ';'
  ;

// ---------------------------------------------------------------- names

group
  : 'group' id=name title=STRING? 'of'
    kind=('data' | 'action' | 'purpose' | 'relation' | 'partner')
    ':' items+=listItem (',' items+=listItem)* ';'
  ;

namedCondition: 'condition' id=name ':' meaning=condition ';';

// ---------------------------------------------------------------- packs

usePack: 'use' 'pack' id=name ';';

pack: 'pack' id=name title=STRING? '{' items+=packItem* '}' ';';

packItem
  : 'cite' citation=STRING ';'
  | 'omits' omission=STRING ';'
  ;

// ---------------------------------------------------------------- tests

test: 'test' title=STRING '{' items+=testItem* '}' ';';

testItem
  : 'request' asked=requestBlock ';'
  | 'expect' expected=expectation ';'
  | 'cases' columns+=column (',' columns+=column)* '{' cases+=testCase* '}' ';'
  ;

column
  : key=('partner' | 'action' | 'data' | 'purpose' | 'relation' | 'date')
  | attributeName=PATH
  ;

testCase: cells+=cell (',' cells+=cell)* ':' expected=expectation ';';

cell: date=DATE | path=PATH | word=value;

expectation: expected=verdict ('by' rules+=name (',' rules+=name)*)?;

requestBlock: '{' fields+=requestField* '}';

requestField
  : key='partner' id=name ';'
  | key='action' id=name ';'
  | key='data' id=name ';'
  | key='purpose' id=name ';'
  | key='relation' id=name ';'
  | key='date' date=DATE ';'
  | attributeName=PATH given=value ';'
  ;

verdict
  : permit='permit' ('with' duties=obliged)?
  | deny='deny' ('because' reason=name ('(' permission_=name ')')?)?
  ;

obliged
  : nothing='nothing'
  | uses+=use (',' uses+=use)*
  ;

// ---------------------------------------------------------------- words

name: freeName | startWord;

// Where a declaration could start.
freeName: labelWord | itemWord;

// Where a line of an agreement could start.
labelName: labelWord | startWord;

labelWord: WORD | PATH | 'consent' | 'one' | 'includes' | 'bool' | softWord;

// Where `consent of` would be something else.
plainName
  : WORD | PATH | 'one' | 'includes' | 'bool' | startWord | softWord | itemWord
  ;

// Where `includes x` would be something else.
childName
  : WORD | 'consent' | 'one' | 'bool' | startWord | softWord | itemWord
  | reservedWord
  ;

// Values may be any word but `not`: `on` and `off` are common choices.
value: plainValue | 'one';

// Where `one of` would be something else.
plainValue
  : INTEGER | WORD | 'consent' | 'includes' | 'bool' | startWord | softWord
  | itemWord | reservedWord
  ;

// Where a range, or the type `bool`, would be something else.
firstValue
  : WORD | 'consent' | 'one' | 'includes' | startWord | softWord | itemWord
  | reservedWord
  ;

// Words with a meaning of their own in some place, and names elsewhere: those
// that start a declaration, those that start a line of an agreement, and the
// others.
startWord
  : 'import' | 'vocabulary' | 'permission' | 'partner' | 'program'
  | 'agreement' | 'assume' | 'claim' | 'test' | 'feature' | 'scope' | 'rules'
  | 'require' | 'group' | 'condition' | 'use' | 'pack'
  ;
itemWord
  : 'requested' | 'disclosed' | 'consideration' | 'amends' | 'lifecycle'
  | 'flows' | 'purposes'
  ;
softWord
  : 'data' | 'action' | 'purpose' | 'relation' | 'role' | 'attribute'
  | 'obligation' | 'default' | 'choices' | 'governs' | 'open' | 'cite'
  | 'never' | 'permit' | 'request' | 'expect' | 'date' | 'tag' | 'needs'
  | 'ceiling' | 'combine' | 'live' | 'exposes' | 'held' | 'omits'
  | 'cases' | 'after' | 'before' | 'standard' | 'via'
  | 'whether'
  ;

// Words that hold sentences together: never a name, except inside a path.
reservedWord
  : 'allow' | 'deny' | 'forbid' | 'on' | 'of' | 'for' | 'from' | 'until'
  | 'when' | 'where' | 'except' | 'despite' | 'because' | 'approved' | 'by'
  | 'oblige' | 'with' | 'under' | 'any' | 'and' | 'or' | 'is' | 'in'
  | 'open_ended' | 'nothing' | 'every' | 'tagged' | 'unknown' | 'inbound'
  | 'has' | 'that' | 'no'
  ;

ACTION: 'action';
AFTER: 'after';
AGREEMENT: 'agreement';
ALLOW: 'allow';
AMENDS: 'amends';
AND: 'and';
ANY: 'any';
APPROVED: 'approved';
ASSUME: 'assume';
ATTRIBUTE: 'attribute';
BECAUSE: 'because';
BEFORE: 'before';
BOOL: 'bool';
BY: 'by';
CASES: 'cases';
CEILING: 'ceiling';
CHOICES: 'choices';
CITE: 'cite';
CLAIM: 'claim';
COMBINE: 'combine';
CONDITION: 'condition';
CONSENT: 'consent';
CONSIDERATION: 'consideration';
DATA: 'data';
DATE_FIELD: 'date';
DEFAULT: 'default';
DENY: 'deny';
DESPITE: 'despite';
DISCLOSED: 'disclosed';
EVERY: 'every';
EXCEPT: 'except';
EXPECT: 'expect';
EXPOSES: 'exposes';
FEATURE: 'feature';
FLOWS: 'flows';
FOR: 'for';
FORBID: 'forbid';
FROM: 'from';
GOVERNS: 'governs';
GROUP: 'group';
HAS: 'has';
HELD: 'held';
IMPORT: 'import';
IN: 'in';
INBOUND: 'inbound';
INCLUDES: 'includes';
IS: 'is';
LIFECYCLE: 'lifecycle';
LIVE: 'live';
NEEDS: 'needs';
NEVER: 'never';
NO: 'no';
NOT: 'not';
NOTHING: 'nothing';
OBLIGATION: 'obligation';
OBLIGE: 'oblige';
OF: 'of';
OMITS: 'omits';
ON: 'on';
ONE: 'one';
OPEN: 'open';
OPEN_ENDED: 'open_ended';
OR: 'or';
PACK: 'pack';
PARTNER: 'partner';
PERMISSION: 'permission';
PERMIT: 'permit';
PROGRAM: 'program';
PURPOSE: 'purpose';
PURPOSES: 'purposes';
RELATION: 'relation';
REQUEST: 'request';
REQUESTED: 'requested';
REQUIRE: 'require';
ROLE: 'role';
RULES: 'rules';
SCOPE: 'scope';
STANDARD: 'standard';
TAG: 'tag';
TAGGED: 'tagged';
TEST: 'test';
THAT: 'that';
UNDER: 'under';
UNKNOWN: 'unknown';
UNTIL: 'until';
USE: 'use';
VIA: 'via';
VOCABULARY: 'vocabulary';
WHEN: 'when';
WHERE: 'where';
WHETHER: 'whether';
WITH: 'with';

LEFT_BRACE: '{';
RIGHT_BRACE: '}';
LEFT_PAREN: '(';
RIGHT_PAREN: ')';
SEMICOLON: ';';
COLON: ':';
COMMA: ',';
DOTS: '..';
LESS: '<';
LESS_EQUAL: '<=';
GREATER: '>';
GREATER_EQUAL: '>=';

WORD: LETTER PART*;
PATH: LETTER PART* ('.' PART+)+;
INTEGER: '-'? DIGIT+;
DATE: DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT;
STRING: '"' (~["\\\u0000-\u001F\u007F] | '\\' ["\\nt])* '"';

SPACE: [ \t\r\n]+ -> skip;
LINE_COMMENT: '//' ~[\r\n]* -> skip;
BLOCK_COMMENT: '/*' .*? '*/' -> skip;

fragment LETTER: [A-Za-z];
fragment DIGIT: [0-9];
fragment PART: [A-Za-z0-9_];
