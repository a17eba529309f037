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
  | prohibition=forbid
  | assumption=assume
  | statement=claim
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

term: id=name title=STRING? block=termBlock?;

termBlock: '{' items+=termItem* '}';

// Inside a block a term may bear almost any word: `from;` in `message { ... }`.
termItem
  : 'includes' included+=name (',' included+=name)* ';'
  | children+=childTerm (',' children+=childTerm)* ';'
  ;

childTerm: id=childName title=STRING? block=termBlock?;

namesDeclaration
  : kind=('relation' | 'role') entries+=namesEntry (',' entries+=namesEntry)*
    ';'
  ;

namesEntry: id=name title=STRING?;

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
  : 'from' first=DATE
    ('until' last=DATE | 'open_ended' 'because' reason=STRING)?
  | 'until' last=DATE
  | 'open_ended' 'because' reason=STRING
  ;

partner: 'partner' id=name title=STRING? ('role' role=name)? ';';

program
  : 'program' id=name title=STRING? '{' items+=programItem* '}' ';'
  ;

programItem
  : life=lifetime ';'
  | 'oblige' uses+=use (',' uses+=use)* ';'
  ;

// ---------------------------------------------------------------- agreements

agreement
  : 'agreement' id=name title=STRING? 'with' partners=counterparties
    ('under' program_=name)? '{' items+=agreementItem* '}' ';'
  ;

counterparties
  : 'every' role=name
  | names+=name (',' names+=name)*
  ;

agreementItem
  : life=lifetime ';'
  | 'oblige' uses+=use (',' uses+=use)* ';'
  | clause=allow
  ;

// First what is allowed, its parts in any order; then the rest, likewise.
allow
  : (label=name ':')? 'allow' about=scope tails+=clauseTail* ';'
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

actionList: any='any' 'action' | names+=name (',' names+=name)*;
dataList: any='any' 'data' | names+=name (',' names+=name)*;
relationList: any='any' 'relation' | names+=name (',' names+=name)*;
purposeList: any='any' 'purpose' | names+=name (',' names+=name)*;

period: 'from' first=DATE | 'until' last=DATE;

// ------------------------------------------------- exceptions, overrides

exceptBlock: 'except' '{' items+=exceptItem* '}';

exceptItem: effect=('deny' | 'allow') about=scope nested+=exceptBlock* ';';

overriding
  : 'despite' permissions+=name (',' permissions+=name)*
    parts+=overridePart*
  ;

overridePart
  : 'because' reason=STRING
  | 'approved' 'by' approver=STRING
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
    | set='one' 'of' '{' values+=value (',' values+=value)* '}'
    )
  | op=('<' | '<=' | '>' | '>=') values+=value
  | 'in' low=value '..' high=value
  ;

// ---------------------------------------------------------------- whole set

forbid
  : (label=freeName ':')? 'forbid' about=scope ('because' reason=STRING)? ';'
  ;

assume: 'assume' always=condition ('because' reason=STRING)? ';';

claim
  : 'claim' title=STRING ('cite' citation=STRING)?
    'never' 'permit' actions=claimActions? parts+=claimPart* ';'
  ;

// Here alone `any` may stand for `any action on any data`.
claimActions: any='any' 'action'? | names+=name (',' names+=name)*;

claimPart
  : 'on' data=dataList
  | 'of' relations=relationList
  | 'for' purposes=purposeList
  | window=period
  | 'with' partners=counterparties
  | 'where' where=condition
  ;

// ---------------------------------------------------------------- tests

test: 'test' title=STRING '{' items+=testItem* '}' ';';

testItem
  : 'request' asked=requestBlock ';'
  | 'expect' expected=verdict ('by' rule_=name)? ';'
  ;

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
freeName: WORD | PATH | 'consent' | 'one' | 'includes' | 'bool' | softWord;

// Where `consent of` would be something else.
plainName: WORD | PATH | 'one' | 'includes' | 'bool' | startWord | softWord;

// Where `includes x` would be something else.
childName
  : WORD | 'consent' | 'one' | 'bool' | startWord | softWord | reservedWord
  ;

// Values may be any word but `not`: `on` and `off` are common choices.
value: plainValue | 'one';

// Where `one of` would be something else.
plainValue
  : INTEGER | WORD | 'consent' | 'includes' | 'bool' | startWord | softWord
  | reservedWord
  ;

// Where a range, or the type `bool`, would be something else.
firstValue
  : WORD | 'consent' | 'one' | 'includes' | startWord | softWord | reservedWord
  ;

// Words with a meaning of their own in some place, and names elsewhere: those
// that start a declaration, and the others.
startWord
  : 'import' | 'vocabulary' | 'permission' | 'partner' | 'program'
  | 'agreement' | 'assume' | 'claim' | 'test'
  ;
softWord
  : 'data' | 'action' | 'purpose' | 'relation' | 'role' | 'attribute'
  | 'obligation' | 'default' | 'choices' | 'governs' | 'open' | 'cite'
  | 'never' | 'permit' | 'request' | 'expect' | 'date'
  ;

// Words that hold sentences together: never a name, except inside a path.
reservedWord
  : 'allow' | 'deny' | 'forbid' | 'on' | 'of' | 'for' | 'from' | 'until'
  | 'when' | 'where' | 'except' | 'despite' | 'because' | 'approved' | 'by'
  | 'oblige' | 'with' | 'under' | 'any' | 'and' | 'or' | 'is' | 'in'
  | 'open_ended' | 'nothing' | 'every'
  ;

ACTION: 'action';
AGREEMENT: 'agreement';
ALLOW: 'allow';
AND: 'and';
ANY: 'any';
APPROVED: 'approved';
ASSUME: 'assume';
ATTRIBUTE: 'attribute';
BECAUSE: 'because';
BOOL: 'bool';
BY: 'by';
CHOICES: 'choices';
CITE: 'cite';
CLAIM: 'claim';
CONSENT: 'consent';
DATA: 'data';
DATE_FIELD: 'date';
DEFAULT: 'default';
DENY: 'deny';
DESPITE: 'despite';
EVERY: 'every';
EXCEPT: 'except';
EXPECT: 'expect';
FOR: 'for';
FORBID: 'forbid';
FROM: 'from';
GOVERNS: 'governs';
IMPORT: 'import';
IN: 'in';
INCLUDES: 'includes';
IS: 'is';
NEVER: 'never';
NOT: 'not';
NOTHING: 'nothing';
OBLIGATION: 'obligation';
OBLIGE: 'oblige';
OF: 'of';
ON: 'on';
ONE: 'one';
OPEN: 'open';
OPEN_ENDED: 'open_ended';
OR: 'or';
PARTNER: 'partner';
PERMISSION: 'permission';
PERMIT: 'permit';
PROGRAM: 'program';
PURPOSE: 'purpose';
RELATION: 'relation';
REQUEST: 'request';
ROLE: 'role';
TEST: 'test';
UNDER: 'under';
UNTIL: 'until';
VOCABULARY: 'vocabulary';
WHEN: 'when';
WHERE: 'where';
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
